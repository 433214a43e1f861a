// Kernel modules, the symbols between them and their kernel, and the proof that they fit.
export {
  symversFromVmlinux,
  withModuleExports,
  type KernelSymvers,
  type PlacedModule,
} from './collect-symvers.js';
export type { ExportedSymbol, ExportType } from './exported-symbol.js';
export {
  checkModuleLinks,
  describeLinkProblem,
  type LinkProblem,
  type LinkTarget,
  type ModuleLinks,
} from './module-links.js';
export { readModule, readModuleFile, type KernelModule } from './module.js';
export { formatSymvers, parseSymvers, type Symvers, type SymversEntry } from './symvers.js';
