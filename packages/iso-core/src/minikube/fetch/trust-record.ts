// What each address gave the first time, kept in the cache folder as one small file per address.
import { readFile } from 'node:fs/promises';
import { type Cache, isSha256, sha256, stableJson, writeAtomically } from '../../runtime/index.js';

export interface TrustRecord {
  readonly path: string;
  /** The digest of the first time, if there was one. */
  readonly sha256: string | undefined;
}

/** The record of an identity: the public address of the file, whatever mirror it came from. */
export async function readTrust(cache: Cache, identity: string): Promise<TrustRecord> {
  const path = cache.path('trust', `${sha256(identity)}.json`);
  return { path, sha256: await recordedDigest(path, identity) };
}

/** Records what `identity` gave; a later call replaces it, which only a pinned digest may lead to. */
export async function writeTrust(cache: Cache, identity: string, digest: string): Promise<void> {
  const { path } = await readTrust(cache, identity);
  await writeAtomically(path, stableJson({ identity, sha256: digest }));
}

async function recordedDigest(path: string, identity: string): Promise<string | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('sha256' in value) || !('identity' in value)) return undefined;
    const { sha256: digest } = value;
    return value.identity === identity && typeof digest === 'string' && isSha256(digest)
      ? digest
      : undefined;
  } catch {
    return undefined;
  }
}
