export { compileKernel, type CompiledKernel } from './compile-kernel.js';
export { compileModules, type CompileModulesOptions } from './compile-modules.js';
export { isErrorLine, type MakeProgress } from './make-output.js';
export { type CompileOptions, logPath } from './run-make.js';
