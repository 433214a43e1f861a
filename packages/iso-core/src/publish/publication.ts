// The publication: where an ISO is from now on and what it is, for `bump` and for people.
import { z } from 'zod';
import { sha256Schema, type Manifest } from '../inspect/identity/index.js';
import type { SealedIso } from './sealed-iso.js';
import { keysOf, urlOf, type PublishTarget } from './target.js';

export const PUBLICATION_VERSION = 1;

export const publicationSchema = z.strictObject({
  publicationVersion: z.literal(PUBLICATION_VERSION),
  architecture: z.enum(['amd64', 'arm64']),
  name: z.string(),
  /** The immutable address of the ISO. */
  url: z.string(),
  sha256Url: z.string(),
  manifestUrl: z.string(),
  /** `s3://bucket/key`. */
  object: z.string(),
  sha256: sha256Schema,
  size: z.number().int().nonnegative(),
  kernelRelease: z.string(),
  /** What was required of it, and holds. */
  requirements: z.array(z.string()),
  /** Whether it was booted and passed its verification before. */
  verified: z.boolean(),
});

export type Publication = z.infer<typeof publicationSchema>;

export function publicationOf(
  target: PublishTarget,
  { manifest, sha256, size, verified }: SealedIso,
): Publication {
  const keys = keysOf(target);
  return {
    publicationVersion: PUBLICATION_VERSION,
    architecture: manifest.architecture,
    name: target.name,
    url: urlOf(target, keys.iso),
    sha256Url: urlOf(target, keys.sha256),
    manifestUrl: urlOf(target, keys.manifest),
    object: `s3://${target.bucket.name}/${keys.iso}`,
    sha256,
    size,
    kernelRelease: manifest.kernel.release,
    requirements: heldBy(manifest),
    verified,
  };
}

/** The names of the requirements that hold. */
export function heldBy({ requirements }: Pick<Manifest, 'requirements'>): string[] {
  return requirements.filter(({ status }) => status === 'holds').map(({ name }) => name);
}
