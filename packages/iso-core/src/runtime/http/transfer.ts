// One GET of a download: what to ask for, and what the answer means for the bytes that are there.
// RFC 9110 §13.1.5 (If-Range), §14 (ranges), §15.3.7 (206), §15.5.17 (416).
import type { DownloadRequest } from './download.js';
import { statusFailure, TransferFailure } from './mirrors.js';
import type { PartialFile, PartialOrigin } from './partial-file.js';
import { type HttpResponse, httpRequest } from './request.js';
import { displayUrl } from './url.js';

export interface Transferred {
  readonly sha256: string;
  readonly bytes: number;
  readonly resumed: boolean;
}

/** Completes `partial` from `url`; rejects with a TransferFailure, or as `httpRequest` does. */
export async function transfer(
  request: DownloadRequest,
  partial: PartialFile,
  url: string,
): Promise<Transferred> {
  const offset = await partial.size();
  const range =
    offset === 0 ? undefined : resumeHeaders(request, url, offset, await partial.origin());
  const response = await httpRequest(url, { ...request, headers: range ?? {} });
  try {
    return await receive(request, partial, url, range === undefined ? 0 : offset, response);
  } finally {
    response.discard();
  }
}

async function receive(
  request: DownloadRequest,
  partial: PartialFile,
  url: string,
  offset: number,
  response: HttpResponse,
): Promise<Transferred> {
  const range = parseContentRange(response.header('content-range'));
  if (offset > 0 && response.status === 416) {
    if (range?.total === offset)
      return { ...(await partial.append(none(), () => undefined)), resumed: true };
    await partial.remove();
    throw new TransferFailure('network', 'the file has changed while it was downloaded', true);
  }
  if (response.status === 206 && offset > 0) {
    if (range?.start !== offset) {
      await partial.remove();
      throw new TransferFailure('network', 'another part came than was asked for', true);
    }
    return { ...(await store(request, partial, url, response, range.total)), resumed: true };
  }
  if (response.status !== 200) throw statusFailure(response.status);
  const total = wholeNumber(response.header('content-length'));
  assertUsable(request, response, total);
  await partial.restart(originOf(url, response));
  return { ...(await store(request, partial, url, response, total)), resumed: false };
}

/** Without a digest to check the whole, only the same version from the same address may be added to. */
function resumeHeaders(
  { sha256 }: DownloadRequest,
  url: string,
  offset: number,
  origin: PartialOrigin | undefined,
): Record<string, string> | undefined {
  const range = { range: `bytes=${offset}-` };
  if (origin?.url === displayUrl(url) && origin.validator !== undefined) {
    return { ...range, 'if-range': origin.validator };
  }
  return sha256 === undefined ? undefined : range;
}

function originOf(url: string, response: HttpResponse): PartialOrigin {
  const etag = response.header('etag');
  const validator = etag?.startsWith('"') === true ? etag : response.header('last-modified');
  const origin = { url: displayUrl(url) };
  return validator === undefined ? origin : { ...origin, validator };
}

function assertUsable(
  { sha256 }: DownloadRequest,
  response: HttpResponse,
  total: number | undefined,
): void {
  const encoding = response.header('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new TransferFailure('unusable', `sent as ${encoding} though not asked for`, false);
  }
  const marked = total !== undefined || response.header('transfer-encoding') !== undefined;
  if (!marked && sha256 === undefined) {
    throw new TransferFailure('unusable', 'the server marks no end, a cut would go unseen', false);
  }
}

async function store(
  request: DownloadRequest,
  partial: PartialFile,
  url: string,
  response: HttpResponse,
  total: number | undefined,
): Promise<{ sha256: string; bytes: number }> {
  const { maxBytes, onProgress } = request;
  const shown = displayUrl(url);
  const accept = (bytes: number) => {
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    onProgress?.({ bytes, ...(total === undefined ? {} : { total }), url: shown });
  };
  if (total !== undefined && total > maxBytes) throw tooLarge(maxBytes, total);
  const stored = await partial.append(response.body, accept);
  if (total !== undefined && stored.bytes !== total) {
    if (stored.bytes > total) await partial.remove();
    throw new TransferFailure('network', `${stored.bytes} of ${total} bytes came`, true);
  }
  return stored;
}

function tooLarge(maxBytes: number, total?: number): TransferFailure {
  const size = total === undefined ? 'it goes on' : `it has ${total} bytes`;
  const details = { maxBytes, ...(total === undefined ? {} : { found: total }) };
  return new TransferFailure('too large', `${size}, at most ${maxBytes} are taken`, false, details);
}

/** `bytes 5-9/10`, with `*` for what is not said (RFC 9110 §14.4). */
function parseContentRange(
  header: string | undefined,
): { start: number | undefined; total: number | undefined } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(header ?? '');
  return match === null
    ? undefined
    : { start: wholeNumber(match[1]), total: wholeNumber(match[2]) };
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = /^\d+$/.test(text ?? '') ? Number(text) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}

async function* none(): AsyncGenerator<Uint8Array> {
  yield* [];
}
