// Kernel configs as data: reading, editing, comparing and writing them.
export * from './compare.js';
export * from './kernel-config.js';
export { canonicalValue, quoteString, unquoteString } from './value.js';
