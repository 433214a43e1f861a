// A file behind a server that answers ranges as RFC 9110 asks, or wrongly on demand.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer, type TestServer } from '../../runtime/testing/http-server.testing.js';

export interface RangeServer extends TestServer {
  /** What is served now; tests change it while a source is open. */
  file: { bytes: Uint8Array; etag?: string; lastModified?: string };
  /** Called before each answer; returns true when it has answered itself. */
  before: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export async function startRangeServer(bytes: Uint8Array, etag?: string): Promise<RangeServer> {
  const state: Pick<RangeServer, 'file' | 'before'> = {
    file: { bytes, ...(etag !== undefined && { etag }) },
    before: () => false,
  };
  const server = await startServer((request, response) => {
    if (!state.before(request, response)) answerRange(state.file, request, response);
  });
  return Object.assign(state, server);
}

/** Answers a request for a range of `file`, or for all of it. */
export function answerRange(
  file: RangeServer['file'],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { bytes, etag, lastModified } = file;
  if (etag !== undefined) response.setHeader('etag', etag);
  if (lastModified !== undefined) response.setHeader('last-modified', lastModified);
  const wanted = request.headers['if-match'];
  if (wanted !== undefined && wanted !== etag) {
    response.writeHead(412).end();
    return;
  }
  if (request.headers.range === undefined) {
    response.writeHead(200, { 'content-length': bytes.byteLength }).end(bytes);
    return;
  }
  const [, first = '0', last = '0'] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(first);
  if (start >= bytes.byteLength) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.byteLength}` }).end();
    return;
  }
  const end = Math.min(Number(last) + 1, bytes.byteLength);
  response.writeHead(206, {
    'content-length': end - start,
    'content-range': `bytes ${start}-${end - 1}/${bytes.byteLength}`,
  });
  response.end(bytes.subarray(start, end));
}

/** `length` bytes of which no two neighbouring blocks are equal. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * 7) & 0xff);
}
