// Decompression for the other readers of images.
export {
  collect,
  decompress,
  decompressSized,
  decompressStream,
  type DecompressOptions,
} from './decompress.js';
export { detectCompression, MAGIC_LENGTH, type Compression } from './format.js';
export { decodeLz4Block } from './lz4-block.js';
