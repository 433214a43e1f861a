export * from './acquire.js';
export { assertBuildPath } from './build-path.js';
export { sourcePacker } from './packer.js';
export * from './source-version.js';
export { SOURCE_LIMITS, unpackArchive, type UnpackLimits, type UnpackOptions } from './unpack.js';
