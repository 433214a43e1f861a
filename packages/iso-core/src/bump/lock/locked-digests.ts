// What a repository's lock says of an ISO that somebody looks at.
import { dirname, join } from 'node:path';
import type { DigestClaim } from '../../inspect/index.js';
import { LOCK_NAME, lockedIsos } from './lock.js';
import { readLock } from './read-lock.js';

/**
 * The digest of the ISO at `url`, if the lock beside the spec has that URL: minikube asks for none.
 * Errors: those of `readLock`.
 */
export async function lockedDigests(specPath: string, url: string): Promise<DigestClaim[]> {
  const lock = await readLock(join(dirname(specPath), LOCK_NAME));
  return lockedIsos(lock)
    .filter((iso) => iso.url === url)
    .map(({ sha256 }) => ({ from: LOCK_NAME, sha256 }));
}
