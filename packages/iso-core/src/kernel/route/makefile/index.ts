export { evaluateMakefile, type MakefileOptions } from './evaluate.js';
export { makefileLines } from './lines.js';
export { isUnsure, plain, UNSURE, words } from './unsure.js';
export type { Variables } from './variables.js';
