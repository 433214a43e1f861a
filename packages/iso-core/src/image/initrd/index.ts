// Initrds: reading them as the kernel does, adding to them, and taking away from them.
export {
  appendOverlay,
  type AppendedOverlay,
  type AppendOverlayOptions,
} from './append-overlay.js';
export { compareInitrds, type InitrdChange } from './compare-initrds.js';
export type { InitrdCompression } from './compression-magic.js';
export { cpioArchive, type NewEntry } from './cpio-writer.js';
export { EffectiveInitrd, type EffectiveEntry } from './effective.js';
export type { FileType } from './file-type.js';
export type { ConfigValueOf } from './kernel-reads.js';
export { defaultInitrdLimits, type InitrdLimits } from './limits.js';
export { planOverlay } from './overlay.js';
export { packMember, type PackOptions } from './pack.js';
export {
  readEffectiveInitrd,
  type ContentWish,
  type FileContent,
  type ReadEffectiveOptions,
} from './read-effective.js';
export {
  rewriteInitrd,
  type RewriteInitrdOptions,
  type RewrittenInitrd,
} from './rewrite-initrd.js';
export type { InitrdOddity } from './root-model.js';
export type { InitrdMember } from './walk.js';
