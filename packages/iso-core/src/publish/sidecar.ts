// The manifest as it is published: what the build says of the ISO, and whether it was verified.
import { z } from 'zod';
import { manifestSchema, type Manifest } from '../inspect/identity/index.js';
import { sha256, stableJson } from '../runtime/index.js';
import type { SealedIso } from './sealed-iso.js';

const sidecarSchema = manifestSchema.extend({
  /** Whether the very ISO was booted and passed its verification before it was published. */
  verified: z.boolean(),
});

export type Sidecar = z.infer<typeof sidecarSchema>;

/** No manifest is larger. */
export const MOST_SIDECAR_BYTES = 16 * 1024 * 1024;

/** The bytes to publish: the same for the same build, whoever publishes it. */
export function sidecarBytes({
  manifest,
  verified,
}: Pick<SealedIso, 'manifest' | 'verified'>): Uint8Array {
  const sidecar: Sidecar = { ...manifest, verified };
  return Buffer.from(stableJson(sidecar));
}

/** What is published beside an ISO; undefined when that is no manifest. */
export function parseSidecar(bytes: Uint8Array): Sidecar | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return sidecarSchema.safeParse(value).data;
  } catch {
    return undefined;
  }
}

/** Whether what is published is of the same build; who verified it, and when, makes no difference. */
export function isSameBuild(published: Uint8Array, manifest: Manifest): boolean {
  const parsed = parseSidecar(published);
  if (parsed === undefined) return false;
  const { verified: _, ...there } = parsed;
  return sha256(stableJson(there)) === sha256(stableJson(manifest));
}
