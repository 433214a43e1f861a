// Builds small kernel images for tests.
import { gzipSync } from 'node:zlib';
import { compressWithTool, structuredBytes } from '../compression/compression.testing.js';
import type { Compression } from '../compression/index.js';

/** The bytes in which a kernel with CONFIG_IKCONFIG=y carries its config. */
export function ikconfigOf(config: string): Buffer {
  return Buffer.concat([
    Buffer.from('IKCFG_ST'),
    gzipSync(config, { level: 9 }),
    Buffer.from('IKCFG_ED'),
  ]);
}

export interface BzImageToBuild {
  /** The decompressed kernel. */
  readonly content: Uint8Array;
  readonly compression?: Compression;
  readonly version?: string;
  /** Default: 2.15. */
  readonly protocol?: number;
  /** As it stands in the header; 0 means 4. */
  readonly setupSectors?: number;
  /** What is said to come out; default: the size of `content`. */
  readonly unpackedSize?: number;
  /** The last thing: changes the finished bytes. */
  readonly edit?: (image: Buffer) => void;
}

export const BZIMAGE_VERSION = '6.1.0-test (someone@somewhere) #1 SMP Thu Jan 1 00:00:00 UTC 1970';

export function buildBzImage({
  content,
  compression = 'lz4',
  version = BZIMAGE_VERSION,
  protocol = 0x020f,
  setupSectors = 27,
  unpackedSize = content.length,
  edit,
}: BzImageToBuild): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(unpackedSize);
  const packed = compressWithTool(content, compression);
  const isWhole = compression === 'gzip' || compression === 'none';
  const payload = isWhole ? packed : Buffer.concat([packed, size]);
  const decompressor = structuredBytes(1000, 7);
  const setup = Buffer.alloc(((setupSectors || 4) + 1) * 512);
  setup.writeUInt8(setupSectors, 0x1f1);
  setup.writeUInt16LE(0xaa55, 0x1fe);
  setup.write('HdrS', 0x202, 'latin1');
  setup.writeUInt16LE(protocol, 0x206);
  setup.writeUInt16LE(0x600 - 0x200, 0x20e);
  setup.writeUInt16LE(1, 0x236);
  setup.writeUInt32LE(decompressor.length, 0x248);
  setup.writeUInt32LE(payload.length, 0x24c);
  setup.write(`${version}\0`, 0x600, 'latin1');
  // The decompressor's code goes on after the payload.
  const image = Buffer.concat([setup, decompressor, payload, structuredBytes(500, 9)]);
  edit?.(image);
  return image;
}

export const ARM64_BANNER =
  'Linux version 6.6.95 (someone@somewhere) (gcc 12.2.0) #1 SMP PREEMPT Thu Jan 1 00:00:00 UTC 1970';

/** A flat arm64 Image of `size` bytes with `parts` in it, one after another from the middle on. */
export function buildArm64Image(parts: readonly (Uint8Array | string)[], size = 600_000): Buffer {
  const image = structuredBytes(size, 3);
  image.fill(0, 0, 64);
  image.write('MZ', 0, 'latin1');
  image.writeBigUInt64LE(BigInt(size + 4096), 0x10);
  image.writeBigUInt64LE(0x0an, 0x18);
  image.write('ARM\x64', 0x38, 'latin1');
  let at = size >>> 1;
  for (const part of parts) at += Buffer.from(part as string).copy(image, at) + 100;
  return image;
}

/** `image` inside an EFI zboot program. */
export function buildZboot(image: Uint8Array, compression: Exclude<Compression, 'none'>): Buffer {
  const packed = compressWithTool(image, compression);
  const header = Buffer.alloc(4096);
  header.write('MZ', 0, 'latin1');
  header.write('zimg', 4, 'latin1');
  header.writeUInt32LE(header.length, 8);
  header.writeUInt32LE(packed.length, 12);
  header.write(`${compression}\0`, 0x18, 'latin1');
  return Buffer.concat([header, packed, Buffer.alloc(512)]);
}
