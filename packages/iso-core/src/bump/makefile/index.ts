// The Makefile half of the bump: which places say which minikube ISO is used, and the edits that make them
// say another.
export { editsFor } from './edits.js';
export type { Makefile, Place } from './makefile.js';
export { markedPlaces, withoutMarks } from './marks.js';
export { mayNameIso, readMakefile } from './read-makefile.js';
export { recipeTargets, urlVariables } from './questions.js';
export { makeRisks, type MakeRisk } from './risks.js';
export { isoUrlSites, type MakefileSite } from './sites.js';
