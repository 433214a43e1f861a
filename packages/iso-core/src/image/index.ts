export * from './bytes/index.js';
export {
  decodeLz4Block,
  decompress,
  decompressStream,
  detectCompression,
  type Compression,
  type DecompressOptions,
} from './compression/index.js';
export { findVermagic, readKernelImage, type KernelImage } from './kernel-image/index.js';
export * from './module/index.js';
export * from './iso9660/index.js';
export * from './initrd/index.js';
export * from './modules-folder/index.js';
export * from './boot/index.js';
export * from './remaster/index.js';
