export * from './configure.js';
export * from './foreign-paths.js';
export * from './kconfig-program.js';
export { makeCommand, type MakeOptions } from './make.js';
export * from './object-tree.js';
export * from './release.js';
