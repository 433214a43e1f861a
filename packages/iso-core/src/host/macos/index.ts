// What only Macs need.
export { withCaseSensitiveFolder } from './case-sensitive-image.js';
