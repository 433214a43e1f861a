// The part of an ISO spec that says which files name the ISO.
import { z } from 'zod';
import { localPath } from './schema-texts.js';

const GLOB = 'a file or a glob such as "../deploy/**/*.yaml"';

export const bumpSettings = z
  .strictObject({
    makefile: localPath
      .meta({
        description:
          'The Makefile whose ISO URL bump rewrites. By default those of workspace and project that name an ISO.',
      })
      .exactOptional(),
    also: z
      .array(z.string(GLOB).min(1, GLOB).max(500, GLOB))
      .max(100, 'at most 100 globs')
      .default([])
      .meta({ description: 'Further files that name the ISO, as globs: .projenrc.ts, YAML, …' }),
  })
  .default({ also: [] })
  .meta({ description: 'What the bump generator rewrites.' });
