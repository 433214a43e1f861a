// Downloads: a file from the first of several mirrors that has it, gone on with after a cut, checked
// before it appears.
import { delay } from '../cancel.js';
import { IsoError } from '../errors.js';
import { placeAtomically } from '../files/atomic.js';
import type { Environment } from './dispatcher.js';
import { asFailure, fromMirrors, type MirrorOptions, TransferFailure } from './mirrors.js';
import { PartialFile } from './partial-file.js';
import { transfer } from './transfer.js';
import { displayUrl, parseHttpUrl } from './url.js';

export interface DownloadProgress {
  /** Bytes that are there, those of earlier runs included. */
  readonly bytes: number;
  /** Bytes of the whole file, when the server says. */
  readonly total?: number;
  /** Without credentials and query. */
  readonly url: string;
}

export interface DownloadRequest extends MirrorOptions {
  /** Addresses of the same file, the preferred first. */
  readonly urls: readonly string[];
  readonly destination: string;
  /** The digest that the file must have. Without one, only bytes of one version are put together. */
  readonly sha256?: string | undefined;
  readonly maxBytes: number;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Proxies and certificate authorities; default `process.env`. */
  readonly env?: Environment | undefined;
  readonly stallMilliseconds?: number | undefined;
}

export interface Downloaded {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The address that served, without credentials and query. */
  readonly url: string;
  /** Whether a part that was there already was used. */
  readonly resumed: boolean;
}

/** A server that cuts each transfer is asked again without a pause as long as bytes come. */
const MOST_CUTS = 50;
const CUT_PAUSE_MILLISECONDS = 200;

/**
 * Downloads to `destination`, replacing what is there, once all bytes have come and the digest is
 * right; until then they are in `<destination>.partial`, from where this or a later run goes on. The
 * caller sees to it that no other process downloads to the same destination (`Cache.withLock`).
 *
 * Rejects with `DOWNLOAD_NOT_FOUND`, `DOWNLOAD_HASH_MISMATCH` (`details.expected`, `details.found`),
 * `DOWNLOAD_TOO_LARGE`, `DOWNLOAD_FAILED`, `URL_INVALID`, `DISK_FULL`, `NOT_WRITABLE`, `CANCELLED`.
 */
export async function download(request: DownloadRequest): Promise<Downloaded> {
  for (const url of request.urls) parseHttpUrl(url);
  const partial = new PartialFile(request.destination);
  const got = await fromMirrors(request.urls, request, async (url) => {
    const transferred = await persistently(request, partial, url);
    await checkDigest(request, partial, transferred.sha256);
    return { ...transferred, url: displayUrl(url) };
  }).catch(async (error: unknown) => {
    if (error instanceof IsoError && USELESS.includes(error.code)) await partial.remove();
    throw error;
  });
  await partial.forget();
  await placeAtomically(partial.path, request.destination);
  return { path: request.destination, ...got };
}

/** After these there is nothing to go on with. */
const USELESS = ['DOWNLOAD_HASH_MISMATCH', 'DOWNLOAD_TOO_LARGE'];

interface Whole {
  readonly sha256: string;
  readonly bytes: number;
  readonly resumed: boolean;
}

/** One address, asked again after each cut that still brought something new. */
async function persistently(
  request: DownloadRequest,
  partial: PartialFile,
  url: string,
): Promise<Whole> {
  const { signal, sha256 } = request;
  let most = await partial.size();
  for (let cuts = 0; ; cuts++) {
    try {
      const whole = await transfer(request, partial, url);
      const patched = whole.resumed && sha256 !== undefined && whole.sha256 !== sha256;
      if (!patched) return whole;
      // What was there before does not belong to this file: once more from its beginning.
      await partial.remove();
      return await transfer(request, partial, url);
    } catch (error) {
      const failure = asFailure(error);
      const size = await partial.size();
      if (!failure.retry || size <= most || cuts >= MOST_CUTS) throw failure;
      most = size;
      await delay(CUT_PAUSE_MILLISECONDS, signal);
    }
  }
}

async function checkDigest(
  { sha256: expected }: DownloadRequest,
  partial: PartialFile,
  found: string,
): Promise<void> {
  if (expected === undefined || expected === found) return;
  await partial.remove();
  const reason = `SHA-256 is ${found}, expected ${expected}`;
  throw new TransferFailure('wrong bytes', reason, false, { expected, found });
}
