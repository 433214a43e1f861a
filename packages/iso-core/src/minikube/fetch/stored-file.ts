// Fetched files in the cache folder, under their digest: `downloads/<sha256>/<name>`.
import { rm, stat } from 'node:fs/promises';
import { type Cache, fileDigest, placeAtomically } from '../../runtime/index.js';

/** Where the file of a digest is or would be. */
export function storedPath(cache: Cache, sha256: string, name: string): string {
  return cache.path('downloads', sha256, name);
}

/** The size of the stored file; one whose bytes are no longer right is removed and not there. */
export async function findStored(
  cache: Cache,
  sha256: string,
  name: string,
): Promise<number | undefined> {
  const path = storedPath(cache, sha256, name);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) return undefined;
  if ((await fileDigest(cache, path)) === sha256) return facts.size;
  await rm(path, { force: true });
  return undefined;
}

/** Moves a checked file to its place; returns the path. */
export async function store(
  cache: Cache,
  from: string,
  sha256: string,
  name: string,
): Promise<string> {
  const path = storedPath(cache, sha256, name);
  await placeAtomically(from, path);
  return path;
}
