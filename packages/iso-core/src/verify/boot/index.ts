export { LOGIN_PROMPT } from './awaited-line.js';
export { bootIso, DEFAULT_BOOT_SECONDS, type BootIsoOptions } from './boot-iso.js';
export { bootReport, notBooted, type BootGoal, type JudgedRun } from './boot-report.js';
export { loaderOf } from './shown-console.js';
export { BootStages, STAGES, type Stage } from './stages.js';
