// One HTTP range request: redirects followed, the answer proved to be the bytes that were asked for
// (RFC 9110 §14). It does not try again; its caller does.
import { request, type Dispatcher } from 'undici';
import { changed, publicUrl, statusError, withoutRanges, wrongAnswer } from './url-errors.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 10;

/** What names one version of a remote file. */
export interface Version {
  /** Size in bytes. */
  readonly size: number;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

export interface RangeRequest {
  readonly url: URL;
  readonly offset: number;
  readonly length: number;
  /** The version that earlier bytes were of; another one is `URL_CHANGED`. */
  readonly version?: Version;
  readonly dispatcher: Dispatcher;
  readonly signal?: AbortSignal;
  /** Told of every piece of a body that arrives. */
  readonly onBytes: (count: number) => void;
}

export interface RangeAnswer {
  readonly bytes: Uint8Array;
  readonly version: Version;
}

/**
 * Fetches a range. At the end of a file that is shorter than the range the answer is shorter too,
 * which only a request without `version` may meet.
 */
export async function requestRange(wanted: RangeRequest): Promise<RangeAnswer> {
  const name = publicUrl(wanted.url);
  const answer = await follow(wanted);
  try {
    const { headers, statusCode } = answer;
    if (statusCode === 416 && wanted.version === undefined) return emptyFile(name, headers);
    if (statusCode === 416) throw changed(name, 'it has become shorter');
    if (statusCode !== 206) throw statusError(wanted.url, statusCode);
    const range = contentRange(name, headers);
    const version = versionOf(headers, range.size);
    if (wanted.version !== undefined) checkSameVersion(name, wanted.version, version);
    const last = Math.min(wanted.offset + wanted.length, range.size) - 1;
    if (range.first !== wanted.offset || range.last !== last) {
      const expected = `bytes ${wanted.offset}-${last}`;
      throw wrongAnswer(name, expected, `bytes ${range.first}-${range.last}`);
    }
    const bytes = await readBody(name, answer.body, last + 1 - wanted.offset, wanted.onBytes);
    return { bytes, version };
  } finally {
    answer.body.destroy();
  }
}

async function follow(wanted: RangeRequest): Promise<Dispatcher.ResponseData> {
  let url = wanted.url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await request(url, {
      dispatcher: wanted.dispatcher,
      headers: requestHeaders(wanted, url),
      ...(wanted.signal && { signal: wanted.signal }),
    });
    const location = header(answer.headers, 'location');
    if (!REDIRECTS.has(answer.statusCode) || location === undefined) return answer;
    answer.body.on('error', () => undefined).destroy();
    url = redirected(url, location);
  }
  const found = `more than ${MOST_REDIRECTS} redirects`;
  throw wrongAnswer(publicUrl(wanted.url), 'a file', found);
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  const known = to?.protocol === 'http:' || to?.protocol === 'https:';
  if (to === undefined || !known) {
    throw wrongAnswer(publicUrl(from), 'a redirect to an HTTP URL', location.slice(0, 200));
  }
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw wrongAnswer(publicUrl(from), 'a redirect that stays with HTTPS', publicUrl(to));
  }
  return to;
}

// Credentials of the first URL are for its own origin; where a redirect leads has none of them.
function requestHeaders(wanted: RangeRequest, url: URL): Record<string, string> {
  const headers: Record<string, string> = {
    range: `bytes=${wanted.offset}-${wanted.offset + wanted.length - 1}`,
    'accept-encoding': 'identity',
  };
  const etag = wanted.version?.etag;
  if (etag?.startsWith('"') === true) headers['if-match'] = etag;
  const { username, password } = url.origin === wanted.url.origin ? wanted.url : url;
  if (username !== '' || password !== '') {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  return headers;
}

type Headers = Dispatcher.ResponseData['headers'];

function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function versionOf(headers: Headers, size: number): Version {
  return {
    size,
    etag: header(headers, 'etag'),
    lastModified: header(headers, 'last-modified'),
  };
}

// `bytes */0`: the one file of which no range can be had.
function emptyFile(name: string, headers: Headers): RangeAnswer {
  if (header(headers, 'content-range') !== 'bytes */0') {
    throw wrongAnswer(name, 'bytes from offset 0', 'HTTP 416');
  }
  return { bytes: new Uint8Array(0), version: versionOf(headers, 0) };
}

function contentRange(name: string, headers: Headers) {
  const value = header(headers, 'content-range') ?? '';
  const [, first, last, size] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(value) ?? [];
  if (first === undefined || last === undefined || size === undefined) {
    throw withoutRanges(name, `the answer's Content-Range is "${value.slice(0, 100)}"`);
  }
  return { first: Number(first), last: Number(last), size: Number(size) };
}

function checkSameVersion(name: string, before: Version, now: Version): void {
  for (const key of ['size', 'etag', 'lastModified'] as const) {
    if (before[key] === now[key]) continue;
    throw changed(name, `${key} was ${before[key] ?? 'missing'}, is ${now[key] ?? 'missing'}`);
  }
}

async function readBody(
  name: string,
  body: AsyncIterable<Uint8Array>,
  length: number,
  onBytes: (count: number) => void,
): Promise<Uint8Array> {
  const result = new Uint8Array(length);
  let filled = 0;
  for await (const piece of body) {
    onBytes(piece.byteLength);
    if (filled + piece.byteLength > length) {
      throw wrongAnswer(name, `${length} bytes`, 'a longer body');
    }
    result.set(piece, filled);
    filled += piece.byteLength;
  }
  if (filled < length) throw new Error(`the body ended after ${filled} of ${length} bytes`);
  return result;
}
