// The door of the kernel code: configs, Kconfig trees, the gate, sources, object trees, routes and compiling.
export * from './config/index.js';
export { readKconfigTree } from './kconfig/index.js';
export type { KconfigSymbol, KconfigTree, SymbolType } from './kconfig/index.js';
export { editsFor, evaluate, explain, fulfils } from './require/index.js';
export type { Explanation, OptionExplanation, RequirementEvaluation } from './require/index.js';
export { editDefconfig } from './defconfig/index.js';
export * from './gate/index.js';
export * from './source/index.js';
export * from './toolchain/index.js';
export * from './launcher/index.js';
export * from './tree/index.js';
export * from './route/index.js';
export * from './compile/index.js';
