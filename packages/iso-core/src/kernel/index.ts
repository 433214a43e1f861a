// The door of the kernel code: configs, Kconfig trees, sources, object trees, routes and compiling.
export * from './config/index.js';
export * from './kconfig/index.js';
export * from './source/index.js';
export * from './toolchain/index.js';
export * from './tree/index.js';
export * from './route/index.js';
export * from './compile/index.js';
