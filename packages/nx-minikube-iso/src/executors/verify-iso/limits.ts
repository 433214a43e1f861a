// The limits of the schema's numbers, for what Nx does not check.
import type { Range } from '../ranges.js';

/** Seconds. */
export const TIMEOUT: Range = { least: 10, most: 3600 };
/** MiB. */
export const MEMORY: Range = { least: 128, most: 65_536 };
