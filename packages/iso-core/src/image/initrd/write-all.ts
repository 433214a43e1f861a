// Pieces into a stream, no faster than it takes them.
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes `pieces` to `stream` and leaves it open. */
export async function writeAll(stream: Writable, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    if (piece.byteLength > 0 && !stream.write(piece)) await once(stream, 'drain');
  }
}
