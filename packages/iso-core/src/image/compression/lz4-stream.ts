// The two containers of LZ4 blocks: the legacy format, the only one that the kernel reads and
// writes, and the frame format (lz4's doc/lz4_Frame_format.md).
import { decodeLz4Block, Lz4BlockDecoder, Lz4BlockError } from './lz4-block.js';
import { PieceReader } from './piece-reader.js';
import { damaged } from './problems.js';

const LEGACY_MAGIC = 0x184c2102;
const FRAME_MAGIC = 0x184d2204;
const LEGACY_BLOCK = 8 * 1024 * 1024;
const LEGACY_PIECE = 1024 * 1024;
const HISTORY = 64 * 1024;

/** Bytes that one packed byte can become: a length of a match grows by 255 with each. */
const MOST_GROWTH = 255;

/** Memory of a size for the next decoded bytes. */
export type Room = (size: number) => Uint8Array;

/** The most that `length` bytes can grow to when LZ4 cannot compress them. */
function compressBound(length: number): number {
  return length + Math.floor(length / 255) + 16;
}

/**
 * Decodes the legacy format, block by block (at most 8 MiB each), in pieces. It has no end mark: it
 * ends with the stream, or with a block length of 0. Errors: `COMPRESSED_DATA_DAMAGED`.
 */
export async function* decodeLz4Legacy(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
  room: Room = (size) => new Uint8Array(size),
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces);
  try {
    if ((await takeWord(reader, name)) !== LEGACY_MAGIC) throw damaged(name, 'not an LZ4 stream');
    for (;;) {
      const length = await takeWord(reader, name);
      if (length === undefined || length === 0) return;
      if (length === LEGACY_MAGIC) continue; // Another stream, one right after the other.
      if (length > compressBound(LEGACY_BLOCK)) {
        throw damaged(name, `an LZ4 block of ${length} bytes, longer than any can be`);
      }
      yield* decodeByPieces(await takeAll(reader, length, name), name, room);
    }
  } finally {
    await reader.close();
  }
}

/** What is looked for in a kernel is often found before its block ends. */
function* decodeByPieces(
  block: Uint8Array,
  name: string,
  room: Room,
): Generator<Uint8Array, void, undefined> {
  // So that many small blocks do not take 8 MiB each.
  const output = room(Math.min(LEGACY_BLOCK, block.length * MOST_GROWTH));
  const decoder = new Lz4BlockDecoder(block, output, 0);
  for (let given = 0, isLast = false; !isLast; given = decoder.end) {
    isLast = explained(name, () => decoder.decodeUntil(given + LEGACY_PIECE));
    yield output.subarray(given, decoder.end);
  }
}

/**
 * Decodes the frame format, block by block (at most 4 MiB each), also several frames in a row and
 * skippable ones. Checksums are not compared. Errors: `COMPRESSED_DATA_DAMAGED`.
 */
export async function* decodeLz4Frames(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces);
  try {
    for (;;) {
      const magic = await takeWord(reader, name);
      if (magic === undefined) return;
      if (magic >>> 4 === 0x184d2a5) {
        await takeAll(reader, (await takeWord(reader, name)) ?? 0, name);
      } else if (magic === FRAME_MAGIC) {
        yield* decodeFrame(reader, name);
      } else {
        throw damaged(name, 'something that is no LZ4 frame');
      }
    }
  } finally {
    await reader.close();
  }
}

async function* decodeFrame(
  reader: PieceReader,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [flags = 0, blockDescriptor = 0] = await takeAll(reader, 2, name);
  const blockSize = 1 << (8 + 2 * ((blockDescriptor >>> 4) & 7));
  if (flags >>> 6 !== 1 || blockSize < 1 << 16) throw damaged(name, 'an unknown kind of LZ4 frame');
  if ((flags & 1) !== 0) throw damaged(name, 'an LZ4 frame with a dictionary of its own');
  const hasBlockChecksum = (flags & 0x10) !== 0;
  await takeAll(reader, ((flags & 8) === 0 ? 0 : 8) + 1, name); // Content size, header checksum.

  // What was decoded last, then room for a block, whose matches may reach back into it.
  const window = new Uint8Array(HISTORY + blockSize);
  let history = 0;
  for (;;) {
    const word = await takeWord(reader, name);
    if (word === undefined) throw damaged(name, 'an LZ4 frame without its end mark');
    if (word === 0) break;
    const length = word & 0x7fff_ffff;
    if (length > blockSize) {
      throw damaged(name, `an LZ4 block of ${length} bytes, longer than its frame allows`);
    }
    const block = await takeAll(reader, length, name);
    if (hasBlockChecksum) await takeAll(reader, 4, name);
    let end = history + length;
    if (word >>> 31 === 1) window.set(block, history);
    else {
      const room = window.subarray(0, history + blockSize);
      const start = history;
      end = explained(name, () => decodeLz4Block(block, room, start));
    }
    yield window.slice(history, end);
    const kept = Math.min(end, HISTORY);
    window.copyWithin(0, end - kept, end);
    history = kept;
  }
  if ((flags & 4) !== 0) await takeAll(reader, 4, name);
}

function explained<T>(name: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof Lz4BlockError)) throw cause;
    throw damaged(name, `not an LZ4 block: ${cause.message}`, cause);
  }
}

async function takeWord(reader: PieceReader, name: string): Promise<number | undefined> {
  const bytes = await reader.take(4);
  if (bytes.length === 0) return undefined;
  if (bytes.length < 4) throw damaged(name, 'the LZ4 stream is cut off');
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

async function takeAll(reader: PieceReader, length: number, name: string): Promise<Uint8Array> {
  const bytes = await reader.take(length);
  if (bytes.length < length) throw damaged(name, 'the LZ4 stream is cut off');
  return bytes;
}
