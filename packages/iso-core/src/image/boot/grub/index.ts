export { interpretGrub, type GrubBoot, type GrubUnclear, type NamedFile } from './interpret.js';
