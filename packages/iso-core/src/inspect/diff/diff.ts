// What differs between two ISOs, as a value that is written and read by machines.
import { z } from 'zod';

export const DIFF_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.number().int().nonnegative();

const side = z.strictObject({
  /** A path as it was given, or a URL. */
  name: z.string(),
  size: bytes,
  /** Of the whole ISO; only at depth `content`. */
  sha256: sha256.optional(),
  architecture: z.enum(['amd64', 'arm64']),
  volumeId: z.string(),
  kernel: z.strictObject({ release: z.string(), size: bytes, sha256, configSha256: sha256 }),
  /** Only at depth `content`. */
  initrd: z.strictObject({ size: bytes, unpackedSize: bytes }).optional(),
});
export type DiffSide = z.infer<typeof side>;

/** `added`: `from` has it as `n`; `removed`: `to` has. */
const options = z.strictObject({
  added: z.array(z.strictObject({ option: z.string(), value: z.string() })),
  removed: z.array(z.strictObject({ option: z.string(), value: z.string() })),
  changed: z.array(z.strictObject({ option: z.string(), before: z.string(), after: z.string() })),
});

const file = z.strictObject({
  /** Of the root and of modules without a leading slash; modules below their folder. */
  path: z.string(),
  type: z.string(),
  size: bytes,
  /** Octal digits: `755`. Absent where the ISO has none. */
  permissions: z.string().optional(),
  /** Of a regular file that can be read. */
  sha256: sha256.optional(),
  /** Of a symbolic link. */
  target: z.string().optional(),
});
export type DiffFile = z.infer<typeof file>;

const files = z.strictObject({
  added: z.array(file),
  removed: z.array(file),
  changed: z.array(
    z.strictObject({
      path: z.string(),
      /** What differs: `sha256`, `permissions`, `uid`, … */
      what: z.array(z.string()),
      before: file,
      after: file,
    }),
  ),
});
export type FileChanges = z.infer<typeof files>;

/** The schema of a diff, for those who read one. */
export const diffSchema = z.strictObject({
  diffVersion: z.literal(DIFF_VERSION),
  depth: z.enum(['kernel', 'content']),
  from: side,
  to: side,
  options,
  /** The following only at depth `content`. */
  modules: files.optional(),
  /** All of the root but its modules. */
  rootFiles: files.optional(),
  isoFiles: files.optional(),
});
export type IsoDiff = z.infer<typeof diffSchema>;
