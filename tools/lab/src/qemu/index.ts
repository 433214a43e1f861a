export { type RunInGuestOptions, runInGuest } from './guest.js';
export type { Transcript } from './transcript.js';
