// One gzip member (RFC 1952) of an initrd. The deflate stream is inflated by itself, so that the
// member's end is known to the byte and its checksum is compared, which the kernel does not do.
import { crc32, createInflateRaw } from 'node:zlib';
import { readPieces, type ByteSource } from '../bytes/index.js';
import type { Packed } from './unpack.js';

const HEADER_SIZE = 10;
const TRAILER_SIZE = 8;
const FLAG_NAME = 0x08;
/** Flags that lib/decompress_inflate.c steps over: a text hint and a file name. */
const FLAGS_READ = 0x09;
const PIECE = 256 * 1024;

export async function* unpackGzip(
  source: ByteSource,
  offset: number,
  packed: Packed,
): AsyncGenerator<Uint8Array, void, undefined> {
  const start = offset + (await headerSize(source, offset));
  const inflater = createInflateRaw({ chunkSize: PIECE });
  const feeding = feed(source, start, inflater);
  let crc = 0;
  let size = 0;
  try {
    for await (const piece of inflater as AsyncIterable<Buffer>) {
      crc = crc32(piece, crc);
      size += piece.byteLength;
      yield piece;
    }
  } finally {
    inflater.destroy();
    await feeding;
  }
  const end = start + inflater.bytesWritten;
  await checkTrailer(source, end, crc, size);
  packed.length = end + TRAILER_SIZE - offset;
}

async function headerSize(source: ByteSource, offset: number): Promise<number> {
  if (source.size - offset < HEADER_SIZE) throw new Error('a gzip header that is cut short');
  const header = await source.read(offset, HEADER_SIZE);
  const flags = header[3] ?? 0;
  if (header[1] !== 0x8b || header[2] !== 8) throw new Error('a gzip header of another method');
  if ((flags & ~FLAGS_READ) !== 0) {
    throw new Error(`gzip flags 0x${flags.toString(16)}, of which the kernel reads only a name`);
  }
  if ((flags & FLAG_NAME) === 0) return HEADER_SIZE;
  const length = Math.min(4096, source.size - offset - HEADER_SIZE);
  const name = await source.read(offset + HEADER_SIZE, length);
  const end = name.indexOf(0);
  if (end === -1) throw new Error('a gzip header whose file name has no end');
  return HEADER_SIZE + end + 1;
}

// Gives the inflater what it asks for until it has ended, of itself or by an error.
async function feed(
  source: ByteSource,
  start: number,
  inflater: ReturnType<typeof createInflateRaw>,
): Promise<void> {
  let over = false;
  let wake: () => void = () => undefined;
  const stop = (): void => {
    over = true;
    wake();
  };
  inflater.once('end', stop).once('close', stop).once('error', stop);
  inflater.on('drain', () => wake());
  try {
    for await (const piece of readPieces(source, start, source.size - start, PIECE)) {
      if (over) return;
      if (!inflater.write(piece) && !over) await new Promise<void>((resolve) => (wake = resolve));
    }
    if (!over) inflater.end();
  } catch (error) {
    inflater.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function checkTrailer(
  source: ByteSource,
  offset: number,
  crc: number,
  size: number,
): Promise<void> {
  if (source.size - offset < TRAILER_SIZE) throw new Error('a gzip trailer that is cut short');
  const trailer = Buffer.from(await source.read(offset, TRAILER_SIZE));
  const expected = trailer.readUInt32LE(0);
  if (expected !== crc) {
    throw new Error(`gzip data with CRC ${crc.toString(16)}, expected ${expected.toString(16)}`);
  }
  if (trailer.readUInt32LE(4) !== size % 2 ** 32) {
    throw new Error(`${size} bytes of gzip data, expected ${trailer.readUInt32LE(4)} (mod 2³²)`);
  }
}
