// What every reader of this folder reads from: bytes at an offset, wherever they lie. A reader asks
// for what it needs and for nothing else; `bytesRead` proves it.
import { IsoError } from '../../runtime/index.js';

/** Bytes of known size that can be read at any offset. */
export interface ByteSource {
  /** For messages: a path or a URL without credentials. */
  readonly name: string;
  /** Size in bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`. The caller owns the array.
   * Errors: `IMAGE_TRUNCATED` when they reach past the end, `READ_TOO_LARGE` above
   * {@link MAX_READ} bytes, and what the source itself can meet (changed file, lost connection).
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * The same bytes in order, in pieces as they come, for who reads straight on: none of them is kept. Only
   * of sources from which that is less than to read them. Errors: those of `read`.
   */
  stream?(offset: number, length: number): AsyncIterable<Uint8Array>;
  /** Bytes that the source has taken from its file or from the wire so far. */
  readonly bytesRead: number;
  close(): Promise<void>;
}

/** The largest single read: 256 MiB. Lengths come from files that we do not trust. */
export const MAX_READ = 256 * 1024 * 1024;

/** Rejects a range that `source` does not have, or that is too large to hold in memory. */
export function checkRange(
  source: Pick<ByteSource, 'name' | 'size'>,
  offset: number,
  length: number,
): void {
  const safe = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!safe || offset < 0 || length < 0 || offset + length > source.size) {
    throw new IsoError(
      'IMAGE_TRUNCATED',
      `${source.name}: expected ${length} bytes at offset ${offset}, found an end at ${source.size}`,
      {
        hint: 'The image is cut short or damaged: fetch it again and compare its sha256.',
        details: { name: source.name, offset, length, size: source.size },
      },
    );
  }
  if (length > MAX_READ) {
    throw new IsoError(
      'READ_TOO_LARGE',
      `${source.name}: a piece of ${length} bytes is to be held in memory, at most ${MAX_READ} are`,
      {
        hint: 'The image is damaged, or it was made to harm: compare its sha256 with the publisher’s.',
        details: { name: source.name, offset, length, limit: MAX_READ },
      },
    );
  }
}

/** Reads `source` from `offset` (default: all of it) in pieces of at most `pieceSize` bytes. */
export async function* readPieces(
  source: ByteSource,
  offset = 0,
  length = source.size - offset,
  pieceSize = 1024 * 1024,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let done = 0; done < length; done += pieceSize) {
    yield await source.read(offset + done, Math.min(pieceSize, length - done));
  }
}
