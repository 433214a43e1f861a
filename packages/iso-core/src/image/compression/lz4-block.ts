// Decodes one LZ4 block: sequences of literals and of matches in what was already decoded
// (lz4's doc/lz4_Block_format.md). In plain TypeScript: a kernel is decoded faster than `lz4` starts.

/** From this length on a native copy beats a loop. */
const NATIVE_COPY = 32;

/** The block breaks the format, or does not fit into what was made ready for it. */
export class Lz4BlockError extends Error {}

/**
 * Decodes `block` into `output` from `start`, and returns where the decoded bytes end.
 * Matches may reach back before `start`, to the beginning of `output`: what stands there is the
 * history of a stream of dependent blocks. Throws {@link Lz4BlockError}; never writes outside of
 * `output`.
 */
export function decodeLz4Block(block: Uint8Array, output: Uint8Array, start = 0): number {
  const source = asBuffer(block);
  const target = asBuffer(output);
  const sourceEnd = source.length;
  const targetEnd = target.length;
  let from = 0;
  let to = start;
  while (from < sourceEnd) {
    const token = source[from++] as number;

    let literals = token >>> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255) {
        if (from >= sourceEnd) throw new Lz4BlockError('a length is cut off');
        more = source[from++] as number;
        literals += more;
      }
    }
    if (literals > sourceEnd - from) throw new Lz4BlockError('literals are cut off');
    if (literals > targetEnd - to) throw new Lz4BlockError('the block holds more than it may');
    if (literals >= NATIVE_COPY) {
      source.copy(target, to, from, from + literals);
      from += literals;
      to += literals;
    } else {
      for (const end = from + literals; from < end;) target[to++] = source[from++] as number;
    }
    if (from === sourceEnd) return to; // The last sequence has no match.

    if (sourceEnd - from < 2) throw new Lz4BlockError('an offset is cut off');
    const distance = (source[from] as number) | ((source[from + 1] as number) << 8);
    from += 2;
    if (distance === 0 || distance > to) {
      throw new Lz4BlockError(`a match ${distance} bytes back, ${to} bytes after the beginning`);
    }
    let length = (token & 15) + 4;
    if (length === 19) {
      let more = 255;
      while (more === 255) {
        if (from >= sourceEnd) throw new Lz4BlockError('a length is cut off');
        more = source[from++] as number;
        length += more;
      }
    }
    if (length > targetEnd - to) throw new Lz4BlockError('the block holds more than it may');
    to = length >= NATIVE_COPY ? copyMatch(target, to, distance, length) : to;
    if (length < NATIVE_COPY) {
      for (let match = to - distance, end = to + length; to < end;) {
        target[to++] = target[match++] as number;
      }
    }
  }
  throw new Lz4BlockError('the block has no last sequence');
}

// A match may overlap itself: it then repeats its first `distance` bytes, so each copy doubles what
// the next one can take.
function copyMatch(target: Buffer, start: number, distance: number, length: number): number {
  const match = start - distance;
  const end = start + length;
  let to = start;
  while (to < end) {
    const count = Math.min(to - match, end - to);
    target.copyWithin(to, match, match + count);
    to += count;
  }
  return end;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
