export { type BootIsoOptions, type RunInGuestOptions, bootIso, runInGuest } from './guest.js';
export { consoleOf } from './machine.js';
export type { Transcript } from './transcript.js';
