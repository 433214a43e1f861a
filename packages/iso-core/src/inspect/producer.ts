// Who made an ISO, as its manifest says.
import { createRequire } from 'node:module';
import { z } from 'zod';

const packageJson = z.object({ name: z.string(), version: z.string() });

/** The name and version of this package. */
export const PRODUCER = packageJson.parse(
  createRequire(import.meta.url)('../../package.json') as unknown,
);
