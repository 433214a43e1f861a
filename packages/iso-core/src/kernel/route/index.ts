export type { BaseFacts } from './blockers.js';
export * from './choose-route.js';
export { scanSource, sourceIndex, type SourceIndex, SourceIndexer } from './source-index.js';
export {
  type ConfiguredSource,
  kbuildObjects,
  moduleFinder,
  modulesFor,
  type RouteChange,
} from './source-models.js';
