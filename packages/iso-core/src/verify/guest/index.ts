export { writeKernel, type GuestInspection, type IsoSubject } from './guest-files.js';
export type { GuestProbe } from './overlay.js';
export { runProbes, type ProbesRun, type RunProbesOptions } from './run-probes.js';
