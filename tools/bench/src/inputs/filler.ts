// Files for a large initrd: the same bytes every time, as compressible as those of a real root.
import { createCipheriv } from 'node:crypto';
import { bytesSource, type ByteSource, type NewEntry } from 'iso-core';

const KEY_BYTES = 16;

/**
 * A file of `size` bytes that differs from those with another `seed`. A third of it cannot be
 * compressed, the rest is text that repeats: programs shrink to about 40 %, as this does.
 */
export function fillerBytes(seed: number, size: number): Uint8Array {
  const noise = noiseBytes(seed, Math.floor(size / 3));
  const text = Buffer.alloc(
    size - noise.byteLength,
    `line ${seed} of a file that repeats itself\n`,
  );
  return Buffer.concat([noise, text]);
}

/** A folder `filler` with `count` files of 16 MiB, each made while it is read. */
export function fillerEntries(count: number): NewEntry[] {
  const files = Array.from({ length: count }, (_, seed): NewEntry => {
    const path = `filler/${String(seed).padStart(4, '0')}`;
    return { type: 'file', path, content: fillerSource(seed) };
  });
  return [{ type: 'directory', path: 'filler' }, ...files];
}

const FILE_BYTES = 16 * 1024 * 1024;

/** Holds the bytes from its first read to that of its end alone. */
function fillerSource(seed: number): ByteSource {
  let made: ByteSource | undefined;
  return {
    name: `filler ${seed}`,
    size: FILE_BYTES,
    bytesRead: 0,
    async read(offset, length) {
      made ??= bytesSource(fillerBytes(seed, FILE_BYTES));
      const piece = await made.read(offset, length);
      if (offset + length === FILE_BYTES) made = undefined;
      return piece;
    },
    close: () => Promise.resolve(),
  };
}

/** A cipher's key stream: not to be told from noise, and fast. */
function noiseBytes(seed: number, size: number): Uint8Array {
  const key = Buffer.alloc(KEY_BYTES);
  key.writeUInt32BE(seed);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(KEY_BYTES)).update(Buffer.alloc(size));
}
