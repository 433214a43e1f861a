// LZ4 in the legacy format, the only one that the kernel reads (lib/decompress_unlz4.c): a magic,
// then chunks of at most 8 MiB, each after its packed length. There is no end mark: a length of
// zero, another magic or the end of the file ends a stream, and anything else is a length.
import type { ByteSource } from '../bytes/index.js';
import { decodeLz4Block } from '../compression/index.js';
import { compressionOf } from './compression-magic.js';
import type { Packed } from './unpack.js';

const MAGIC = 0x184c2102;
const WORD = 4;
export const LZ4_CHUNK = 8 * 1024 * 1024;
/** LZ4_compressBound(8 MiB): the longest chunk that any encoder writes. */
const LONGEST_CHUNK = LZ4_CHUNK + Math.floor(LZ4_CHUNK / 255) + 16;

export async function* unpackLz4(
  source: ByteSource,
  offset: number,
  packed: Packed,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (source.size - offset < WORD || (await readWord(source, offset)) !== MAGIC) {
    throw new Error('a magic that is not that of the legacy LZ4 format');
  }
  const output = new Uint8Array(LZ4_CHUNK);
  let position = offset + WORD;
  for (;;) {
    packed.length = position - offset;
    if (source.size - position < WORD) return;
    const length = await readWord(source, position);
    if (length === 0) return;
    if (length === MAGIC) {
      // To the kernel this is the same stream; a complete archive before it makes it a member.
      if (packed.mayEnd()) return;
    } else {
      await checkChunk(source, position, length);
      const chunk = await source.read(position + WORD, length);
      yield output.subarray(0, decodeLz4Block(chunk, output));
      position += length;
    }
    position += WORD;
  }
}

async function checkChunk(source: ByteSource, position: number, length: number): Promise<void> {
  const left = source.size - position - WORD;
  if (length <= LONGEST_CHUNK && length <= left) return;
  const found = compressionOf(await source.read(position, WORD));
  const guess =
    found === undefined ? '' : `; ${found} after lz4 is read as the length of an lz4 chunk`;
  throw new Error(
    `a chunk of ${length} bytes, expected at most ${Math.min(LONGEST_CHUNK, left)}${guess}`,
  );
}

async function readWord(source: ByteSource, offset: number): Promise<number> {
  return Buffer.from(await source.read(offset, WORD)).readUInt32LE(0);
}
