// The door of the plan: which places of a repository change, and how.
export { isMakefileName, type PlaceFiles } from './places.js';
export { unnamedArchitecture, type Targets } from './architecture-of.js';
export { placeOf, placesOf, type Move } from './move.js';
export { planBump, type BumpPlan } from './plan-bump.js';
