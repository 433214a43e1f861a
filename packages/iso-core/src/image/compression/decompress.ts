// Decompresses bytes of any format that a kernel, an initrd or a module can have, up to a limit:
// how much a small file holds is for its maker to choose, how much we take is for us.
import { detectCompression, MAGIC_LENGTH, type Compression } from './format.js';
import { gunzip } from './gzip-stream.js';
import { decodeLz4Frames, decodeLz4Legacy, type Room } from './lz4-stream.js';
import { damaged, tooMuch } from './problems.js';
import { decompressWithTool } from './tool-stream.js';

export interface DecompressOptions {
  /** For messages. */
  readonly name: string;
  /** The most bytes that may come out. */
  readonly limit: number;
  /** Default: what the first bytes say. */
  readonly compression?: Compression;
  /** Gives memory of a size for what comes next; LZ4's blocks are decoded right into it. */
  readonly room?: Room;
}

/**
 * Decompresses a stream as it arrives; a consumer that stops early ends the work. Pieces are of any
 * size and must not be changed.
 * Errors: `IMAGE_DECOMPRESSION_BOMB` above the limit, `COMPRESSED_DATA_DAMAGED`, `TOOLS_MISSING`,
 * and those of `pieces`.
 */
export async function* decompressStream(
  pieces: AsyncIterable<Uint8Array>,
  { name, limit, compression, room }: DecompressOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let total = 0;
  for await (const piece of decoded(pieces, name, compression, room)) {
    total += piece.length;
    if (total > limit) throw tooMuch(name, limit);
    yield piece;
  }
}

/** {@link decompressStream} of bytes in memory, collected. `expectedSize` saves a copy when right. */
export async function decompress(
  bytes: Uint8Array,
  options: DecompressOptions & { readonly expectedSize?: number },
): Promise<Uint8Array> {
  const compression = options.compression ?? detectCompression(bytes);
  return collect(
    decompressStream(onePiece(bytes), { ...options, compression }),
    options.expectedSize,
  );
}

/**
 * The same in one piece, when it is known to become `size` bytes: it takes little more memory than they
 * do. Errors: those of {@link decompressStream}, and `COMPRESSED_DATA_DAMAGED` for another size.
 */
export async function decompressSized(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  options: DecompressOptions,
): Promise<Uint8Array> {
  // What a header says of the size is believed up to the limit.
  const result = new Uint8Array(Math.min(size, options.limit));
  let filled = 0;
  const room: Room = (wanted) =>
    filled + wanted <= result.length
      ? result.subarray(filled, filled + wanted)
      : new Uint8Array(wanted);
  for await (const piece of decompressStream(pieces, { ...options, room })) {
    const isThere = piece.buffer === result.buffer;
    if (!isThere && filled + piece.length <= result.length) result.set(piece, filled);
    filled += piece.length;
  }
  if (filled === size) return result;
  throw damaged(options.name, `decompresses to ${filled} bytes, expected ${size}`);
}

/** All of a stream that is known to be bounded. */
export async function collect(
  pieces: AsyncIterable<Uint8Array>,
  expectedSize = 0,
): Promise<Uint8Array> {
  let result = new Uint8Array(expectedSize);
  let filled = 0;
  for await (const piece of pieces) {
    const end = filled + piece.length;
    if (end > result.length) {
      const larger = new Uint8Array(Math.max(end, result.length * 2));
      larger.set(result.subarray(0, filled));
      result = larger;
    }
    result.set(piece, filled);
    filled = end;
  }
  return filled === result.length ? result : result.subarray(0, filled);
}

async function* decoded(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
  known?: Compression,
  room?: Room,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (known === undefined) {
    const peeked = await peek(pieces);
    yield* decoded(peeked.pieces, name, detectCompression(peeked.start), room);
    return;
  }
  switch (known) {
    case 'none':
      yield* pieces;
      return;
    case 'gzip':
      yield* gunzip(pieces, name);
      return;
    case 'lz4':
      yield* decodeLz4Legacy(pieces, name, room);
      return;
    case 'lz4-frame':
      yield* decodeLz4Frames(pieces, name);
      return;
    case 'zstd':
    case 'xz':
    case 'lzma':
    case 'bzip2':
    case 'lzo':
      yield* decompressWithTool(pieces, known, name);
  }
}

/** The first bytes of a stream, and the whole stream. */
async function peek(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ start: Uint8Array; pieces: AsyncIterable<Uint8Array> }> {
  const iterator = pieces[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array(0);
  while (start.length < MAGIC_LENGTH) {
    const next = await iterator.next();
    if (next.done === true) break;
    start = start.length === 0 ? next.value : Buffer.concat([start, next.value]);
  }
  const rest = { [Symbol.asyncIterator]: () => iterator };
  return { start, pieces: chain(start, rest) };
}

async function* chain(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield first;
  yield* rest;
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
