// A file behind an HTTP server as a byte source: only the blocks that are asked for cross the wire.
import { delay, displayUrl, parseHttpUrl, type Environment } from '../../runtime/index.js';
import { BlockCache } from './block-cache.js';
import { requestRange, type RangeAnswer, type Version } from './range-request.js';
import { checkRange, type ByteSource } from './source.js';
import { isTransient } from './url-errors.js';

const KIB = 1024;

export interface OpenUrlOptions {
  readonly signal?: AbortSignal | undefined;
  /** For proxies and certificate authorities. Default: `process.env`. */
  readonly env?: Environment | undefined;
  /** Size of the blocks that are fetched and kept, in bytes. Default: 128 KiB. */
  readonly blockSize?: number;
  /** How often a request that fails on the way is made again. Default: 3. */
  readonly retries?: number;
  /** The wait before the first retry, in milliseconds; it doubles each time. Default: 300. */
  readonly retryDelayMs?: number;
  /** The longest silence of the server. Default: 60 s. */
  readonly stallMilliseconds?: number | undefined;
}

/**
 * Opens `url` (http or https) for reading by ranges. `bytesRead` counts the bytes of bodies that
 * crossed the wire; the version met first (size, ETag, Last-Modified) is the only one accepted.
 * Errors: those of `httpRequest`, `URL_NOT_FOUND`, `URL_FORBIDDEN`, `URL_UNAVAILABLE`,
 * `URL_WITHOUT_RANGES`, `URL_WRONG_ANSWER`, `URL_CUT_SHORT`; while reading also `URL_CHANGED` and
 * `IMAGE_TRUNCATED`.
 */
export async function openUrl(url: string, options: OpenUrlOptions = {}): Promise<ByteSource> {
  parseHttpUrl(url);
  const { blockSize = 128 * KIB } = options;
  const wire = new Wire(url, options);
  const { bytes, version } = await wire.fetch(0, blockSize, undefined);
  const cache = new BlockCache(
    { size: version.size, blockSize, blocksKept: 128, blocksAtOnce: 32, blocksAhead: 16 },
    async (offset, length) => (await wire.fetch(offset, length, version)).bytes,
  );
  cache.seed(bytes);
  const source: ByteSource = {
    name: displayUrl(url),
    size: version.size,
    get bytesRead() {
      return wire.bytes;
    },
    async read(offset, length) {
      checkRange(source, offset, length);
      return cache.read(offset, length);
    },
    stream(offset, length) {
      checkRange(source, offset, length);
      return wire.stream(offset, length, version);
    },
    close: () => Promise.resolve(),
  };
  return source;
}

interface Fetched {
  readonly bytes: Uint8Array;
  readonly version: Version;
}

// Requests with retries: what fails on the way is tried again, what the server says is final.
class Wire {
  bytes = 0;

  constructor(
    private readonly url: string,
    private readonly options: OpenUrlOptions,
  ) {}

  async fetch(offset: number, length: number, version: Version | undefined): Promise<Fetched> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await this.request(offset, length, version);
        return { bytes: await collected(answer), version: answer.version };
      } catch (error) {
        await this.pauseAfter(error, attempt);
      }
    }
  }

  /** As it comes; what fails on the way is asked for from where it was. */
  async *stream(
    offset: number,
    length: number,
    version: Version,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const end = offset + length;
    let at = offset;
    for (let attempt = 0; at < end; attempt += 1) {
      try {
        const { pieces } = await this.request(at, end - at, version);
        for await (const piece of pieces) {
          at += piece.byteLength;
          yield piece;
        }
      } catch (error) {
        await this.pauseAfter(error, attempt);
      }
    }
  }

  private request(
    offset: number,
    length: number,
    version: Version | undefined,
  ): Promise<RangeAnswer> {
    const { signal, env, stallMilliseconds } = this.options;
    return requestRange({
      url: this.url,
      offset,
      length,
      version,
      signal,
      env,
      stallMilliseconds,
      onBytes: (count) => (this.bytes += count),
    });
  }

  private async pauseAfter(error: unknown, attempt: number): Promise<void> {
    const { signal, retries = 3, retryDelayMs = 300 } = this.options;
    if (attempt >= retries || !isTransient(error)) throw error;
    await delay(retryDelayMs * 2 ** attempt, signal);
  }
}

async function collected({ pieces, length }: RangeAnswer): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for await (const piece of pieces) {
    bytes.set(piece, filled);
    filled += piece.byteLength;
  }
  return bytes;
}
