// Initrds: reading them as the kernel does, adding to them, and taking away from them.
export { EffectiveInitrd, type EffectiveEntry } from './effective.js';
export type { FileType } from './file-type.js';
export { defaultInitrdLimits, type InitrdLimits } from './limits.js';
export {
  readEffectiveInitrd,
  type ContentWish,
  type FileContent,
  type ReadEffectiveOptions,
} from './read-effective.js';
export type { InitrdOddity } from './root-model.js';
export { type InitrdMember } from './walk.js';
