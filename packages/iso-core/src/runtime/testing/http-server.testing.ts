// A local HTTP server with the habits and faults of real mirrors.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { onTestFinished } from 'vitest';

export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Method, path and range of each request so far, as in `GET /file bytes=5-`. */
  readonly requests: string[];
  /** The same requests, whole. */
  readonly messages: IncomingMessage[];
  /** Ends the server and every connection. */
  stop(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1 that ends with the test. */
export async function startServer(
  handler: RequestListener,
  tls?: { key: string; cert: string },
): Promise<TestServer> {
  const requests: string[] = [];
  const messages: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    const { range } = request.headers;
    requests.push([request.method, request.url, range].filter((word) => word).join(' '));
    messages.push(request);
    handler(request, response);
  };
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  onTestFinished(stop);
  const { port } = address;
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return { url, port, requests, messages, stop };
}

export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Whether ranges are honoured. Default: yes. */
  readonly ranges?: boolean;
  /** Cuts the connection after so many bytes of the body. */
  readonly cutAfter?: number;
}

/** Answers a request for a file as RFC 9110 asks: ranges, If-Range, 416; or as `file` says. */
export function serveFile(
  file: ServedFile,
  request: Parameters<RequestListener>[0],
  response: Parameters<RequestListener>[1],
): void {
  const { bytes, etag, lastModified, ranges = true, cutAfter } = file;
  if (etag !== undefined) response.setHeader('etag', etag);
  if (lastModified !== undefined) response.setHeader('last-modified', lastModified);
  const condition = request.headers['if-range'];
  const same = condition === undefined || condition === etag || condition === lastModified;
  const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = ranges && same && match !== null ? Number(match[1]) : 0;
  if (start > 0 && start >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const body = bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (cutAfter === undefined) response.end(body);
  else response.write(body.subarray(0, cutAfter), () => response.destroy());
}
