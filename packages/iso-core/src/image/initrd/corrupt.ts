// The error of an initrd that the kernel would not unpack.
import { IsoError } from '../../runtime/index.js';

/** `INITRD_CORRUPT` at `offset` (bytes from the start of the initrd file). */
export function initrdCorrupt(
  name: string,
  offset: number,
  problem: string,
  options: { hint?: string; cause?: unknown } = {},
): IsoError {
  return new IsoError('INITRD_CORRUPT', `${name}: ${problem} (at offset ${offset})`, {
    hint:
      options.hint ??
      'The kernel would stop unpacking here: fetch the ISO again and compare its sha256.',
    details: { name, offset },
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  });
}
