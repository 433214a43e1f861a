// A remote cache for Nx on the loopback, by its protocol for self-hosted ones: PUT and GET of
// /v1/cache/<hash> with a bearer token.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface RemoteCacheServer {
  /** What a workspace needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What is kept, by hash: a gzipped tar each. Tests change it. */
  readonly records: Map<string, Buffer>;
  /** `GET 404`, `PUT 200`, …: how each request ended, in order. */
  readonly requests: readonly string[];
  readonly stop: () => Promise<void>;
}

const TOKEN = 'a-token-of-the-tests';

export async function remoteCacheServer(): Promise<RemoteCacheServer> {
  const records = new Map<string, Buffer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, records).then(() => {
      requests.push(`${request.method ?? ''} ${response.statusCode}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    env: {
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://127.0.0.1:${address.port}`,
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: TOKEN,
    },
    records,
    requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  records: Map<string, Buffer>,
): Promise<void> {
  const body = await buffer(request);
  const end = (status: number, bytes?: Buffer) => {
    response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(bytes);
  };
  const [, hash] = /^\/v1\/cache\/(\w+)$/.exec(request.url ?? '') ?? [];
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return end(401);
  if (hash === undefined) return end(404);
  const record = records.get(hash);
  if (request.method === 'GET') return record === undefined ? end(404) : end(200, record);
  if (request.method !== 'PUT') return end(405);
  // A record is never replaced.
  if (record !== undefined) return end(409);
  records.set(hash, body);
  end(200);
}
