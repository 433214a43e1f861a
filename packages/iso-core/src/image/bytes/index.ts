export { sha256OfSource } from './digest.js';
export { openFile } from './file.js';
export { bytesSource } from './memory.js';
export { joined, slice, type Part } from './slice.js';
export { MAX_READ, checkRange, readPieces, type ByteSource } from './source.js';
export { openUrl, type OpenUrlOptions } from './url.js';
