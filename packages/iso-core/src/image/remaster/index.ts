// Remastering: a base ISO with some files replaced and everything else as it was.
export { compareIsos, type IsoViolation } from './compare-isos.js';
export { remaster, type RemasterOptions, type Replacement } from './remaster.js';
