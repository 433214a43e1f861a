// Whether two sources have the same bytes.
import type { ByteSource } from '../bytes/index.js';

const PIECE = 1024 * 1024;

/** Compares piece by piece; sources of different sizes are never the same. */
export async function sameBytes(left: ByteSource, right: ByteSource): Promise<boolean> {
  if (left.size !== right.size) return false;
  for (let offset = 0; offset < left.size; offset += PIECE) {
    const length = Math.min(PIECE, left.size - offset);
    const [ours, theirs] = await Promise.all([
      left.read(offset, length),
      right.read(offset, length),
    ]);
    if (!Buffer.from(ours.buffer, ours.byteOffset, length).equals(theirs)) return false;
  }
  return true;
}
