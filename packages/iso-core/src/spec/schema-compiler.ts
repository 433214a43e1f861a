// The part of an ISO spec that says how its kernel is compiled.
import { z } from 'zod';
import { LAUNCHERS } from './iso-spec.js';

const JOBS = 'a whole number from 1 to 1024';

export const compilerSettings = z
  .strictObject({
    launcher: z
      .enum([...LAUNCHERS, 'none'], '"ccache", "distcc", "icecc", "sccache" or "none"')
      .meta({
        description:
          'A program put before the compiler; "none" for no such program. By default ccache where it is installed.',
      })
      .exactOptional(),
    jobs: z
      .int(JOBS)
      .min(1, JOBS)
      .max(1024, JOBS)
      .meta({
        description:
          "How many commands make runs at once. By default as many as distcc's hosts take, else one for each processor.",
      })
      .exactOptional(),
  })
  .default({})
  .meta({ description: 'How the kernel is compiled; it never changes what is compiled.' });
