// Whether two sources have the same bytes, but for ranges that may differ.
import type { ByteSource } from '../bytes/index.js';

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const PIECE = 1024 * 1024;

/** Compares piece by piece; sources of different sizes are never the same. */
export async function sameBytes(
  left: ByteSource,
  right: ByteSource,
  except: readonly ByteRange[] = [],
): Promise<boolean> {
  if (left.size !== right.size) return false;
  for (let offset = 0; offset < left.size; offset += PIECE) {
    const length = Math.min(PIECE, left.size - offset);
    const [ours, theirs] = await Promise.all([
      left.read(offset, length),
      right.read(offset, length),
    ]);
    for (const { start, end } of except) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, length);
      if (from < to) {
        ours.fill(0, from, to);
        theirs.fill(0, from, to);
      }
    }
    if (!Buffer.from(ours.buffer, ours.byteOffset, length).equals(theirs)) return false;
  }
  return true;
}
