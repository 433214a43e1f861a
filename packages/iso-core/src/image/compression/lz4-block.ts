// Decodes one LZ4 block: sequences of literals and of matches in what was already decoded
// (lz4's doc/lz4_Block_format.md). In plain TypeScript: a kernel is decoded faster than `lz4` starts.

/** From this length on a native copy beats a loop. */
const NATIVE_COPY = 64;

/** Literals up to this length are copied as so many bytes, where there is room. */
const SHORT_LITERALS = 16;

/** How far a copy by words may write past its end; what it writes there is overwritten later. */
const OVERRUN = 32;

/** The block breaks the format, or does not fit into what was made ready for it. */
export class Lz4BlockError extends Error {}

/**
 * Decodes `block` into `output` from `start`, and returns where the decoded bytes end.
 * Matches may reach back before `start`, to the beginning of `output`: what stands there is the
 * history of a stream of dependent blocks. Throws {@link Lz4BlockError}; never writes outside of
 * `output`.
 */
export function decodeLz4Block(block: Uint8Array, output: Uint8Array, start = 0): number {
  const decoder = new Lz4BlockDecoder(block, output, start);
  decoder.decodeUntil(Infinity);
  return decoder.end;
}

/** Decodes a block by and by, for who may not need all of it; the rules of {@link decodeLz4Block}. */
export class Lz4BlockDecoder {
  private readonly source: Buffer;
  private readonly target: Buffer;
  private readonly sourceWords: DataView;
  private readonly targetWords: DataView;
  private from = 0;

  /** @param end where the decoded bytes end so far */
  constructor(
    block: Uint8Array,
    output: Uint8Array,
    public end: number,
  ) {
    // Buffers always: code that has seen two kinds of array is slower, and compiled twice.
    this.source = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    this.target = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
    this.sourceWords = new DataView(block.buffer, block.byteOffset, block.byteLength);
    this.targetWords = new DataView(output.buffer, output.byteOffset, output.byteLength);
  }

  /** Goes on until the decoded bytes reach `limit` or the block ends: then it returns `true`. */
  decodeUntil(limit: number): boolean {
    const { source, target, sourceWords, targetWords } = this;
    const sourceEnd = source.length;
    const targetEnd = target.length;
    const sourceSafe = sourceEnd - SHORT_LITERALS;
    const targetSafe = targetEnd - OVERRUN;
    let from = this.from;
    let to = this.end;
    let isLast = false;
    while (to < limit) {
      if (from >= sourceEnd) throw new Lz4BlockError('the block has no last sequence');
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
      if (literals <= SHORT_LITERALS && from <= sourceSafe && to <= targetSafe) {
        targetWords.setInt32(to, sourceWords.getInt32(from, true), true);
        targetWords.setInt32(to + 4, sourceWords.getInt32(from + 4, true), true);
        if (literals > 8) {
          targetWords.setInt32(to + 8, sourceWords.getInt32(from + 8, true), true);
          targetWords.setInt32(to + 12, sourceWords.getInt32(from + 12, true), true);
        }
      } else if (literals >= NATIVE_COPY) {
        source.copy(target, to, from, from + literals);
      } else {
        for (let index = 0; index < literals; index++) {
          target[to + index] = source[from + index] as number;
        }
      }
      from += literals;
      to += literals;
      if (from === sourceEnd) {
        isLast = true; // The last sequence has no match.
        break;
      }

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
      const end = to + length;
      if (length >= NATIVE_COPY) {
        copyMatch(target, to, distance, end);
      } else if (distance >= 4 && end <= targetSafe) {
        for (let match = to - distance; to < end; to += 4, match += 4) {
          targetWords.setInt32(to, targetWords.getInt32(match, true), true);
        }
      } else {
        for (let match = to - distance; to < end;) {
          target[to++] = target[match++] as number;
        }
      }
      to = end;
    }
    // One way out for both ends: compiled code gives up on what it has never seen before.
    this.from = from;
    this.end = to;
    return isLast;
  }
}

// A match may overlap itself: it then repeats its first `distance` bytes, so each copy doubles what
// the next one can take.
function copyMatch(target: Buffer, start: number, distance: number, end: number): void {
  const match = start - distance;
  let to = start;
  while (to < end) {
    const count = Math.min(to - match, end - to);
    target.copyWithin(to, match, match + count);
    to += count;
  }
}
