// Fetches a file once: from the cache folder if its bytes are there, else from its mirrors, checked by
// the digest policy. All that the core takes from the net comes through here.
import {
  type Cache,
  download,
  type Environment,
  type IsoError,
  isIsoError,
  type LockOptions,
  type Progress,
  sha256 as digestOfText,
  silentProgress,
} from '../../runtime/index.js';
import { type Expectation, digestChanged, expectedDigest, type Trust } from './digest-policy.js';
import { downloadStep } from './download-step.js';
import { findStored, store, storedPath } from './stored-file.js';
import { readTrust, type TrustRecord, writeTrust } from './trust-record.js';

/** What every fetch takes. */
export interface FetchOptions {
  readonly cache: Cache;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
  /** Called once when another process is fetching the same file. */
  readonly onWait?: LockOptions['onWait'] | undefined;
  readonly stallMilliseconds?: number | undefined;
  readonly retryMilliseconds?: readonly number[] | undefined;
}

export interface FetchedFile {
  /** In the cache folder, to be read only. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Whether it was there already; then nothing was asked from the net. */
  readonly cached: boolean;
  /** The address that served, when not cached. */
  readonly url?: string;
  readonly trust: Trust;
}

export interface TrustedRequest {
  /** The file's name, in the cache and in messages. */
  readonly name: string;
  /** The public address that names the file, whichever mirror serves. */
  readonly identity: string;
  readonly urls: readonly string[];
  readonly maxBytes: number;
  readonly known?: string | undefined;
  readonly pinned?: string | undefined;
  /** The published digest, for a file that none is known of yet; asked only before a transfer. */
  readonly published?: (() => Promise<string | undefined>) | undefined;
}

/**
 * Fetches under a lock, so that of two processes one waits for the other's file. Rejects as `download`
 * does, and with `BASE_DIGEST_CHANGED` or `DIGEST_CONTRADICTION`; then nothing is stored.
 */
export async function fetchTrusted(
  request: TrustedRequest,
  options: FetchOptions,
): Promise<FetchedFile> {
  const { cache, signal, onWait } = options;
  const first = await lookUp(request, cache);
  if (first.found !== undefined) return first.found;
  return cache.withLock(
    `fetch-${digestOfText(request.identity)}`,
    async (held) => {
      const { expectation, record, found } = await lookUp(request, cache);
      if (found !== undefined) return found;
      return fetchNow(request, { ...options, signal: held }, expectation, record);
    },
    { ...(signal === undefined ? {} : { signal }), ...(onWait === undefined ? {} : { onWait }) },
  );
}

async function lookUp(request: TrustedRequest, cache: Cache) {
  const { name, known, pinned } = request;
  const record = await readTrust(cache, request.identity);
  const expectation = expectedDigest(name, { known, pinned, recorded: record.sha256 });
  const { sha256, trust } = expectation;
  const bytes = sha256 === undefined ? undefined : await findStored(cache, sha256, name);
  const found: FetchedFile | undefined =
    sha256 === undefined || bytes === undefined
      ? undefined
      : { path: storedPath(cache, sha256, name), sha256, bytes, cached: true, trust };
  return { expectation, record, found };
}

async function fetchNow(
  request: TrustedRequest,
  options: FetchOptions,
  expectation: Expectation,
  record: TrustRecord,
): Promise<FetchedFile> {
  const { cache } = options;
  const { name, identity, urls, maxBytes } = request;
  const expected = expectation.sha256 ?? (await request.published?.());
  const step = downloadStep(options.progress ?? silentProgress, name);
  try {
    const got = await download({
      ...options,
      urls,
      maxBytes,
      destination: cache.path('downloads', 'incoming', digestOfText(identity), name),
      sha256: expected,
      onProgress: (at) => step.onProgress(at),
    });
    const path = await store(cache, got.path, got.sha256, name);
    if (expectation.trust !== 'known') await writeTrust(cache, identity, got.sha256);
    step.done(got.bytes);
    const { sha256, bytes, url } = got;
    return { path, sha256, bytes, url, cached: false, trust: expectation.trust };
  } catch (error) {
    step.fail();
    throw isIsoError(error, 'DOWNLOAD_HASH_MISMATCH')
      ? explainMismatch(error, name, expectation, record)
      : error;
  }
}

function explainMismatch(
  error: IsoError,
  name: string,
  { trust, sha256 }: Expectation,
  record: TrustRecord,
): IsoError {
  if (trust !== 'first use' || sha256 === undefined) return error;
  return digestChanged(name, sha256, String(error.details['found']), record.path, error);
}
