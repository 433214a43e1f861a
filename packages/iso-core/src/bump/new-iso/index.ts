// The door of what a bump moves to.
export { expectSame } from './expect-same.js';
export { lookAtUrl, type LookOptions } from './look-at-url.js';
export type { NewIso } from './new-iso.js';
export { wishedIsos, type BumpTarget } from './wished.js';
