// How much an initrd may ask of us. The numbers are far above any real root and far below what a
// decompression bomb needs; one that is reached is an error, never a silent cut.
import { IsoError } from '../../runtime/index.js';

export interface InitrdLimits {
  /** Unpacked bytes of all members together. */
  readonly maxUnpackedBytes: number;
  readonly maxEntries: number;
  readonly maxMembers: number;
  /** Bytes of one file whose content is asked for. */
  readonly maxContentBytes: number;
  /** Bytes of all contents kept in memory at once. */
  readonly maxKeptBytes: number;
}

export const defaultInitrdLimits: InitrdLimits = {
  maxUnpackedBytes: 4 * 1024 ** 3,
  maxEntries: 250_000,
  maxMembers: 1024,
  maxContentBytes: 64 * 1024 ** 2,
  maxKeptBytes: 96 * 1024 ** 2,
};

/** `INITRD_TOO_LARGE`: `what` was found to be more than `limit`. */
export function checkLimit(name: string, what: string, found: number, limit: number): void {
  if (found <= limit) return;
  throw new IsoError(
    'INITRD_TOO_LARGE',
    `${name}: ${what}: expected at most ${limit}, found ${found} or more`,
    {
      hint: 'The initrd is damaged, or it was made to harm: compare its sha256 with the publisher’s.',
      details: { name, what, found, limit },
    },
  );
}
