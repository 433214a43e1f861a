// What only Macs need.
export { isCaseSensitive } from './case-sensitivity.js';
export { withCaseSensitiveFolder } from './case-sensitive-image.js';
