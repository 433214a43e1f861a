// A web server on this machine for one file, which answers ranges and counts what it sends.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { parseRange } from './range.js';

export interface FileServer {
  readonly url: string;
  /** Bytes that went over the wire to the client, headers included. */
  bytesSent(): number;
  close(): Promise<void>;
}

export async function serveFile(path: string): Promise<FileServer> {
  const { size } = await stat(path);
  const sockets: Socket[] = [];
  const server = createServer((request, response) => {
    const range = parseRange(request.headers.range, size);
    if (range === undefined) {
      response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
      return;
    }
    const { start, end } = range;
    response.writeHead(206, {
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${size}`,
    });
    // A client that leaves early is no failure of the server.
    pipeline(createReadStream(path, { start, end }), response).catch(() => undefined);
  });
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/large.iso`,
    bytesSent: () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
