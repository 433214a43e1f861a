// The Kconfig files of a kernel source tree as data: symbols, dependencies, and what they make of a config.
export * from './symbol.js';
export { readKconfigTree, type KconfigTree, type Selector } from './tree.js';
