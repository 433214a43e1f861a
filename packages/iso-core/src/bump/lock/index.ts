// The door of the lock: what a repository is on, written down beside its ISO spec.
export { formatLock, LOCK_NAME, LOCK_VERSION, lockedIso, lockedIsos, lockedUrls } from './lock.js';
export type { IsoLock, LockedIso } from './lock.js';
export { lockedDigests } from './locked-digests.js';
export { otherUrls, type NamedLock } from './other-urls.js';
export { newerThan, type Age } from './newer-than.js';
export { parseLock, readLock } from './read-lock.js';
