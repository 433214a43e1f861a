// Where a zstd frame (RFC 8878 §3.1) ends, found by going from block header to block header:
// nothing is decoded.
import type { ByteSource } from '../bytes/index.js';

const MAGIC = 0xfd2fb528;
/** What lib/decompress_unzstd.c takes: a window of at most 2²⁷ bytes. */
const LARGEST_WINDOW = 2 ** 27;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
const RUN_LENGTH = 1;
const RESERVED = 3;

/** The frame's size in bytes. Throws an Error that says what is wrong with it. */
export async function zstdFrameSize(source: ByteSource, offset: number): Promise<number> {
  const header = Buffer.alloc(18);
  const length = Math.min(header.byteLength, source.size - offset);
  header.set(await source.read(offset, length));
  if (header.readUInt32LE(0) !== MAGIC) throw new Error('a magic that is not that of zstd');
  const descriptor = header.readUInt8(4);
  checkWindow(header, descriptor);
  let position = offset + 5 + headerFieldsSize(descriptor);
  for (let last = false; !last;) {
    checkInside(source, position, BLOCK_HEADER);
    const block = Buffer.from(await source.read(position, BLOCK_HEADER)).readUIntLE(0, 3);
    const type = (block >>> 1) & 3;
    if (type === RESERVED) throw new Error('a zstd block of the reserved type');
    last = (block & 1) === 1;
    position += BLOCK_HEADER + (type === RUN_LENGTH ? 1 : block >>> 3);
  }
  if ((descriptor & 0x04) !== 0) position += CHECKSUM;
  checkInside(source, position, 0);
  return position - offset;
}

function headerFieldsSize(descriptor: number): number {
  const singleSegment = (descriptor & 0x20) !== 0;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  return (singleSegment ? 0 : 1) + dictionary + contentSize;
}

function checkWindow(header: Buffer, descriptor: number): void {
  const singleSegment = (descriptor & 0x20) !== 0;
  const window = singleSegment ? contentSize(header, descriptor) : windowSize(header.readUInt8(5));
  if (window > LARGEST_WINDOW) {
    throw new Error(`a zstd window of ${window} bytes; the kernel takes ${LARGEST_WINDOW}`);
  }
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(header: Buffer, descriptor: number): number {
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  switch (descriptor >>> 6) {
    case 0:
      return header.readUInt8(at);
    case 1:
      return header.readUInt16LE(at) + 256;
    case 2:
      return header.readUInt32LE(at);
    default:
      return Number(header.readBigUInt64LE(at));
  }
}

function checkInside(source: ByteSource, position: number, length: number): void {
  if (position + length > source.size) throw new Error('a zstd frame that is cut short');
}
