// Who made an ISO, as its manifest says.
import { createRequire } from 'node:module';
import { z } from 'zod';

/** Set where this package is bundled into one file, which has no package.json near it. */
declare const BUNDLED_PACKAGE: unknown;

const packageJson = z.object({ name: z.string(), version: z.string() });

/** The name and version of this package. */
export const PRODUCER = packageJson.parse(
  typeof BUNDLED_PACKAGE === 'undefined'
    ? (createRequire(import.meta.url)('../../package.json') as unknown)
    : BUNDLED_PACKAGE,
);
