import type { FileHandle } from 'node:fs/promises';

/** As much of the file as there is from `position` on, and as `buffer` has room for; in that buffer. */
export async function readPiece(
  file: FileHandle,
  buffer: Buffer,
  position: number,
): Promise<Uint8Array> {
  let filled = 0;
  while (filled < buffer.byteLength) {
    const length = buffer.byteLength - filled;
    const { bytesRead } = await file.read(buffer, filled, length, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
