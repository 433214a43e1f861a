// The limits of the schema's numbers, for what Nx does not check.
import type { Range } from '../ranges.js';

export const MOST: Range = { least: 1 };
