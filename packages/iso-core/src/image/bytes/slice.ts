// Sources made of parts of other sources. They never close what they were made of.
import { checkRange, type ByteSource } from './source.js';

/**
 * `length` bytes (default: to the end) of `source` from `offset`, as a source of its own with
 * offsets from 0. Errors: `IMAGE_TRUNCATED` at once when `source` does not have that range.
 */
export function slice(
  source: ByteSource,
  offset: number,
  length: number = source.size - offset,
  name: string = source.name,
): ByteSource {
  return joined([{ source, offset, length }], name);
}

/** A range of a source, in bytes. */
export interface Part {
  readonly source: ByteSource;
  readonly offset: number;
  readonly length: number;
}

/** The parts one after another, as one source. */
export function joined(parts: readonly Part[], name: string): ByteSource {
  let size = 0;
  for (const part of parts) {
    checkPart(part);
    size += part.length;
  }
  let bytesRead = 0;
  const [first] = parts;
  const stream = parts.length === 1 ? first?.source.stream?.bind(first.source) : undefined;
  const whole: ByteSource = {
    name,
    size,
    get bytesRead() {
      return bytesRead;
    },
    async read(offset: number, length: number): Promise<Uint8Array> {
      checkRange(whole, offset, length);
      const wanted = overlaps(parts, offset, length);
      const [only] = wanted;
      bytesRead += length;
      if (only !== undefined && wanted.length === 1) {
        return only.source.read(only.offset, only.length);
      }
      const result = new Uint8Array(length);
      let filled = 0;
      for (const part of wanted) {
        result.set(await part.source.read(part.offset, part.length), filled);
        filled += part.length;
      }
      return result;
    },
    ...(stream !== undefined &&
      first !== undefined && {
        stream(offset, length) {
          checkRange(whole, offset, length);
          bytesRead += length;
          return stream(first.offset + offset, length);
        },
      }),
    close: () => Promise.resolve(),
  };
  return whole;
}

// A part may be larger than one read may be; only its place is checked.
function checkPart({ source, offset, length }: Part): void {
  checkRange(source, offset, 0);
  checkRange({ name: source.name, size: source.size - offset }, length, 0);
}

function overlaps(parts: readonly Part[], offset: number, length: number): Part[] {
  const result: Part[] = [];
  let start = 0;
  for (const part of parts) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + part.length);
    if (from < to) {
      result.push({
        source: part.source,
        offset: part.offset + from - start,
        length: to - from,
      });
    }
    start += part.length;
  }
  return result;
}
