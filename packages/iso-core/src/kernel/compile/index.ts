export { compileKernel, type CompiledKernel, type CompileOptions } from './compile-kernel.js';
export { compileModules, type CompileModulesOptions } from './compile-modules.js';
export type { MakeProgress } from './run-make.js';
