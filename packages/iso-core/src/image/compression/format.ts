// Which compression bytes carry, by their first bytes: the formats that a kernel's payload, an
// initrd or a module can have (the kernel's lib/decompress.c and scripts/extract-ikconfig).

/** `lz4` is the legacy format that the kernel reads, `lz4-frame` the one that lz4 writes by default. */
export type Compression =
  'none' | 'gzip' | 'lz4' | 'lz4-frame' | 'zstd' | 'xz' | 'lzma' | 'bzip2' | 'lzo';

/** How many bytes {@link detectCompression} looks at. */
export const MAGIC_LENGTH = 13;

const MAGICS: readonly (readonly [Exclude<Compression, 'none' | 'lzma'>, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['lz4', [0x02, 0x21, 0x4c, 0x18]],
  ['lz4-frame', [0x04, 0x22, 0x4d, 0x18]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['lzo', [0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** The compression whose magic `bytes` begins with; `none` when there is no such magic. */
export function detectCompression(bytes: Uint8Array): Compression {
  for (const [compression, magic] of MAGICS) {
    if (magic.every((byte, index) => bytes[index] === byte)) return compression;
  }
  return isLzma(bytes) ? 'lzma' : 'none';
}

// The format has no magic of its own: properties 0x5d (lc 3, lp 0, pb 2: the only ones that the
// kernel's lzma writes), a dictionary size of whole KiB and a 64-bit size, unknown or sensible.
function isLzma(bytes: Uint8Array): boolean {
  if (bytes.length < 13 || bytes[0] !== 0x5d || bytes[1] !== 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dictionary = view.getUint32(1, true);
  if (dictionary === 0 || (dictionary & 0x3ff) !== 0) return false;
  const size = view.getBigUint64(5, true);
  return size === 0xffff_ffff_ffff_ffffn || size < 1n << 40n;
}
