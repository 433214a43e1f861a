export { interpretGrub, type GrubBoot, type NamedFile } from './interpret.js';
