// Whether two files hold the same bytes; neither is held in memory.
import type { ByteSource } from '../bytes/index.js';

const PIECE = 1024 * 1024;

export async function sameBytes(left: ByteSource, right: ByteSource): Promise<boolean> {
  if (left.size !== right.size) return false;
  for (let offset = 0; offset < left.size; offset += PIECE) {
    const length = Math.min(PIECE, left.size - offset);
    const [one, other] = [await left.read(offset, length), await right.read(offset, length)];
    if (!Buffer.from(one.buffer, one.byteOffset, length).equals(other)) return false;
  }
  return true;
}
