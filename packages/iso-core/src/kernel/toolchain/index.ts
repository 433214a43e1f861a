export * from './compiler-range.js';
export * from './tool-needs.js';
export * from './toolchain.js';
