// A file behind an HTTP server as a byte source: only the blocks that are asked for cross the wire.
import { setTimeout as wait } from 'node:timers/promises';
import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { IsoError, isIsoError } from '../../runtime/index.js';
import { BlockCache } from './block-cache.js';
import { requestRange, type RangeAnswer, type Version } from './range-request.js';
import { checkRange, type ByteSource } from './source.js';
import { isTransient, publicUrl, unreachable } from './url-errors.js';

const KIB = 1024;

export interface OpenUrlOptions {
  readonly signal?: AbortSignal;
  /** Default: one that honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY. The caller's is not closed. */
  readonly dispatcher?: Dispatcher;
  /** Size of the blocks that are fetched and kept, in bytes. Default: 128 KiB. */
  readonly blockSize?: number;
  /** How often a request that fails on the way is made again. Default: 3. */
  readonly retries?: number;
  /** The wait before the first retry, in milliseconds; it doubles each time. Default: 300. */
  readonly retryDelayMs?: number;
}

/**
 * Opens `url` (http or https) for reading by ranges. `bytesRead` counts the bytes of bodies that
 * crossed the wire; the version met first (size, ETag, Last-Modified) is the only one accepted.
 * Errors: `URL_INVALID`, `URL_NOT_FOUND`, `URL_FORBIDDEN`, `URL_UNAVAILABLE`, `URL_UNREACHABLE`,
 * `URL_WITHOUT_RANGES`, `URL_WRONG_ANSWER`; later also `URL_CHANGED` and `IMAGE_TRUNCATED`.
 */
export async function openUrl(
  url: string | URL,
  options: OpenUrlOptions = {},
): Promise<ByteSource> {
  const parsed = parseUrl(url);
  const own = options.dispatcher === undefined ? new EnvHttpProxyAgent() : undefined;
  const dispatcher = options.dispatcher ?? own;
  if (dispatcher === undefined) throw new TypeError('a dispatcher is missing');
  const blockSize = options.blockSize ?? 128 * KIB;
  const wire = new Wire(parsed, dispatcher, options);
  try {
    const { bytes, version } = await wire.fetch(0, blockSize);
    const cache = new BlockCache(
      { size: version.size, blockSize, blocksKept: 128, blocksAtOnce: 32, blocksAhead: 16 },
      async (offset, length) => (await wire.fetch(offset, length, version)).bytes,
    );
    cache.seed(bytes);
    return new UrlSource(version.size, wire, cache, own);
  } catch (error) {
    await own?.close();
    throw error;
  }
}

class UrlSource implements ByteSource {
  readonly name: string;

  constructor(
    readonly size: number,
    private readonly wire: Wire,
    private readonly cache: BlockCache,
    private readonly ownDispatcher: Dispatcher | undefined,
  ) {
    this.name = wire.name;
  }

  get bytesRead(): number {
    return this.wire.bytes;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this, offset, length);
    return this.cache.read(offset, length);
  }

  async close(): Promise<void> {
    await this.ownDispatcher?.close();
  }
}

// Requests with retries: what fails on the way is tried again, what the server says is final.
class Wire {
  bytes = 0;
  readonly name: string;

  constructor(
    private readonly url: URL,
    private readonly dispatcher: Dispatcher,
    private readonly options: OpenUrlOptions,
  ) {
    this.name = publicUrl(url);
  }

  async fetch(offset: number, length: number, version?: Version): Promise<RangeAnswer> {
    const { signal, retries = 3, retryDelayMs = 300 } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await requestRange({
          url: this.url,
          offset,
          length,
          dispatcher: this.dispatcher,
          onBytes: (count) => (this.bytes += count),
          ...(version && { version }),
          ...(signal && { signal }),
        });
      } catch (error) {
        signal?.throwIfAborted();
        if (isIsoError(error) && !isTransient(error.details['status'])) throw error;
        if (attempt >= retries) throw isIsoError(error) ? error : unreachable(this.name, error);
        await wait(retryDelayMs * 2 ** attempt, undefined, signal && { signal });
      }
    }
  }
}

function parseUrl(url: string | URL): URL {
  const parsed = URL.canParse(String(url)) ? new URL(url) : undefined;
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return parsed;
  throw new IsoError('URL_INVALID', `Expected an http or https URL, found "${String(url)}"`, {
    hint: 'Write the URL in full, or give the path of a file.',
  });
}
