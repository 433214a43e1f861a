// Fetches what a spec names by its URL: a base ISO or a kernel source.
import { posix } from 'node:path';
import { cleanLine, isSha256, IsoError, parseHttpUrl } from '../../runtime/index.js';
import { type FetchedFile, type FetchOptions, fetchTrusted } from './fetch-trusted.js';

const MOST_BYTES = 8 * 1024 ** 3;

export interface PinnedRequest extends FetchOptions {
  readonly url: string;
  /** What the file must be; without it, what it was the first time. */
  readonly sha256?: string | undefined;
  /** Default: 8 GiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * The file in the cache folder. Rejects with `URL_INVALID`, `DIGEST_INVALID`, `BASE_DIGEST_CHANGED`, or
 * as `download` does.
 */
export async function fetchPinned(request: PinnedRequest): Promise<FetchedFile> {
  const { url, sha256, maxBytes = MOST_BYTES } = request;
  const pinned = sha256?.toLowerCase();
  if (pinned !== undefined && !isSha256(pinned)) {
    throw new IsoError('DIGEST_INVALID', `Not a SHA-256: "${cleanLine(pinned, 80)}"`, {
      hint: 'A SHA-256 has 64 hexadecimal digits; sha256sum prints it.',
    });
  }
  const name = fileNameOf(url);
  return fetchTrusted({ name, identity: identityOf(url), urls: [url], maxBytes, pinned }, request);
}

/**
 * The address without what differs between users and requests: credentials, fragment, and the whole
 * query of a signed URL. Any other query may name a version and counts.
 */
export function identityOf(text: string): string {
  const url = parseHttpUrl(text);
  url.username = '';
  url.password = '';
  url.hash = '';
  const signed = [...url.searchParams.keys()].some((key) =>
    /signature|credential|token|expires|^sig$/i.test(key),
  );
  if (signed) url.search = '';
  return url.href;
}

/** The last part of the path if it can be a file's name, else `download`. */
function fileNameOf(url: string): string {
  const base = posix.basename(parseHttpUrl(url).pathname);
  return /^[A-Za-z0-9_][A-Za-z0-9._+-]{0,149}$/.test(base) ? base : 'download';
}
