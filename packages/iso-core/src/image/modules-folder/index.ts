// Modules folders: what a root has of them, and the tables of one that is changed.
export {
  depmodCommand,
  makeModuleTables,
  type ModuleTables,
  type ModuleTablesOptions,
} from './depmod.js';
export {
  findModulesFolder,
  releasesWithModules,
  type ModuleFile,
  type ModulesFolder,
} from './find-modules.js';
export { checkModulePath, isModulePath, moduleName } from './module-path.js';
export {
  formatOverlayRecord,
  OVERLAY_RECORD,
  overlayRecord,
  parseOverlayRecord,
  type OverlayRecord,
  type RecordedModule,
} from './overlay-record.js';
export { openStaging, stageModule, type ModulesStaging } from './staging.js';
export {
  foreignModules,
  staleModules,
  type ForeignModule,
  type ModuleAt,
  type StaleModule,
} from './stale.js';
export {
  mergeModulesOrder,
  parseModulesBuiltin,
  parseModulesBuiltinModinfo,
  parseModulesDep,
  parseModulesOrder,
} from './tables.js';
