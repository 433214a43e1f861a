// A server with one ISO, and what it says of the `.sha256` beside it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer, type TestServer } from '../../runtime/testing/http-server.testing.js';

export interface ServedSubject {
  readonly iso: Uint8Array;
  /** The digest, or the status that is answered instead. Default: 404. */
  readonly sha256?: string | number;
  /** Whether ranges are honoured. Default: yes. */
  readonly ranges?: boolean;
  /** Answers itself when it returns true. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export function serveSubject(
  served: ServedSubject,
  tls?: { key: string; cert: string },
): Promise<TestServer> {
  return startServer((request, response) => {
    if (served.before?.(request, response) === true) return;
    const [path] = (request.url ?? '').split('?');
    if (path?.endsWith('.sha256') === true) answerDigest(served, response);
    else answerIso(served, request, response);
  }, tls);
}

function answerDigest({ sha256 = 404 }: ServedSubject, response: ServerResponse): void {
  if (typeof sha256 === 'number') response.writeHead(sha256).end();
  else response.writeHead(200, { 'content-length': sha256.length + 1 }).end(`${sha256}\n`);
}

function answerIso(
  { iso, ranges = true }: ServedSubject,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (!ranges || first === undefined || last === undefined) {
    response.writeHead(200, { 'content-length': iso.length }).end(iso);
    return;
  }
  const end = Math.min(Number(last) + 1, iso.length);
  response.writeHead(206, {
    'content-length': end - Number(first),
    'content-range': `bytes ${first}-${end - 1}/${iso.length}`,
  });
  response.end(iso.subarray(Number(first), end));
}
