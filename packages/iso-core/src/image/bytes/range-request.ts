// One HTTP range request whose answer is proved to be the bytes that were asked for (RFC 9110 §14). It
// does not try again; its caller does.
import {
  displayUrl,
  httpRequest,
  type Environment,
  type HttpResponse,
} from '../../runtime/index.js';
import { changed, cutShort, statusError, withoutRanges, wrongAnswer } from './url-errors.js';

/** What names one version of a remote file. */
export interface Version {
  /** Size in bytes. */
  readonly size: number;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

export interface RangeRequest {
  readonly url: string;
  readonly offset: number;
  readonly length: number;
  /** The version that earlier bytes were of; another one is `URL_CHANGED`. */
  readonly version: Version | undefined;
  readonly signal: AbortSignal | undefined;
  readonly env: Environment | undefined;
  readonly stallMilliseconds: number | undefined;
  /** Told of every piece of a body that arrives. */
  readonly onBytes: (count: number) => void;
}

export interface RangeAnswer {
  readonly version: Version;
  /** Bytes that are on their way. */
  readonly length: number;
  /** They, once. Rejects when there are more or fewer. To be read, or the connection stays open. */
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Asks for a range. At the end of a file that is shorter than the range the answer is shorter too,
 * which only a request without `version` may meet.
 */
export async function requestRange(wanted: RangeRequest): Promise<RangeAnswer> {
  const name = displayUrl(wanted.url);
  const answer = await httpRequest(wanted.url, {
    headers: headersFor(wanted),
    signal: wanted.signal,
    env: wanted.env,
    stallMilliseconds: wanted.stallMilliseconds,
  });
  try {
    const { status } = answer;
    if (status === 416 && wanted.version === undefined) return emptyFile(name, answer);
    if (status === 416) throw changed(name, 'it has become shorter');
    if (status !== 206) throw statusError(name, status);
    const range = contentRange(name, answer);
    const version = versionOf(answer, range.size);
    if (wanted.version !== undefined) checkSameVersion(name, wanted.version, version);
    const last = Math.min(wanted.offset + wanted.length, range.size) - 1;
    if (range.first !== wanted.offset || range.last !== last) {
      const expected = `bytes ${wanted.offset}-${last}`;
      throw wrongAnswer(name, expected, `bytes ${range.first}-${range.last}`);
    }
    const length = last + 1 - wanted.offset;
    return { version, length, pieces: bodyOf(name, answer, length, wanted.onBytes) };
  } catch (error) {
    answer.discard();
    throw error;
  }
}

function headersFor({ offset, length, version }: RangeRequest): Record<string, string> {
  const etag = version?.etag;
  return {
    range: `bytes=${offset}-${offset + length - 1}`,
    // A weak ETag never matches (RFC 9110 §13.1.1); it is compared here alone.
    ...(etag?.startsWith('"') === true && { 'if-match': etag }),
  };
}

function versionOf(answer: HttpResponse, size: number): Version {
  return { size, etag: answer.header('etag'), lastModified: answer.header('last-modified') };
}

// `bytes */0`: the one file of which no range can be had.
function emptyFile(name: string, answer: HttpResponse): RangeAnswer {
  if (answer.header('content-range') !== 'bytes */0') {
    throw wrongAnswer(name, 'bytes from offset 0', 'HTTP 416');
  }
  answer.discard();
  return { version: versionOf(answer, 0), length: 0, pieces: [] };
}

function contentRange(name: string, answer: HttpResponse) {
  const value = answer.header('content-range') ?? '';
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

async function* bodyOf(
  name: string,
  answer: HttpResponse,
  length: number,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let found = 0;
  try {
    for await (const piece of answer.body) {
      onBytes(piece.byteLength);
      found += piece.byteLength;
      if (found > length) throw wrongAnswer(name, `${length} bytes`, 'a longer body');
      yield piece;
    }
  } finally {
    answer.discard();
  }
  if (found < length) throw cutShort(name, length, found);
}
