// The door of the bump: a repository's own files say which published ISO it is on.
export { bumpIso } from './bump-iso.js';
export { checkLocks, type LockCheck, type LockToCheck } from './check-lock.js';
export { lineDiff } from './line-diff.js';
export {
  formatLock,
  LOCK_NAME,
  LOCK_VERSION,
  lockedDigests,
  lockedIso,
  parseLock,
  readLock,
  type IsoLock,
  type LockedIso,
} from './lock/index.js';
export type { BumpTarget } from './new-iso/index.js';
export { proveWithMake, type ProofWish } from './proof/make-proof.js';
export type { BumpOverrides, BumpRequest, BumpResult, WorkspaceFiles } from './request.js';
