// Which compression a member of an initrd begins with: the kernel looks at its first two bytes
// (lib/decompress.c).

/** What the kernel names RD_<NAME>, or no compression at all. */
export type InitrdCompression = 'none' | 'gzip' | 'lz4' | 'zstd' | 'xz';
/** Compressions that the kernel can be configured for and that are not read here. */
export type UnreadCompression = 'bzip2' | 'lzma' | 'lzo';

const magics: readonly (readonly [number, number, InitrdCompression | UnreadCompression])[] = [
  [0x1f, 0x8b, 'gzip'],
  [0x1f, 0x9e, 'gzip'],
  [0x42, 0x5a, 'bzip2'],
  [0x5d, 0x00, 'lzma'],
  [0xfd, 0x37, 'xz'],
  [0x89, 0x4c, 'lzo'],
  [0x02, 0x21, 'lz4'],
  [0x28, 0xb5, 'zstd'],
];

/** The compression that the kernel would choose for a member that begins with `bytes`. */
export function compressionOf(
  bytes: Uint8Array,
): InitrdCompression | UnreadCompression | undefined {
  if (bytes[0] === 0x30) return 'none';
  return magics.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
}

export function isRead(
  compression: InitrdCompression | UnreadCompression,
): compression is InitrdCompression {
  return !['bzip2', 'lzma', 'lzo'].includes(compression);
}

/** The kernel option without which a kernel cannot read such a member. */
export function kernelOptionOf(compression: Exclude<InitrdCompression, 'none'>): string {
  return `RD_${compression.toUpperCase()}`;
}
