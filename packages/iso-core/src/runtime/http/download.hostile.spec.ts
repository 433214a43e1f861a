import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../digest/digest.js';
import { serveFile, startServer } from '../testing/http-server.testing.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { download, type DownloadRequest } from './download.js';

const BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 251));
const SHA256 = sha256(BYTES);

function setUp() {
  const folder = temporaryFolder();
  const destination = join(folder, 'file.iso');
  return {
    folder,
    destination,
    request: (urls: string[], more: Partial<DownloadRequest> = {}): DownloadRequest => ({
      urls,
      destination,
      maxBytes: 1_000_000,
      env: {},
      retryMilliseconds: [1],
      ...more,
    }),
  };
}

/** What an earlier run noted of where its part came from. */
function leaveOrigin(destination: string, url: string, validator: string): void {
  writeFileSync(`${destination}.partial.json`, JSON.stringify({ url, validator }));
}

describe('bytes that are not the expected ones', () => {
  it('never appear, and both digests are named', async () => {
    const { folder, request } = setUp();
    const wrong = Buffer.from('an error page');
    const server = await startServer((...exchange) => serveFile({ bytes: wrong }, ...exchange));
    const run = download(request([server.url], { sha256: SHA256 }));
    await expect(run).rejects.toMatchObject({
      code: 'DOWNLOAD_HASH_MISMATCH',
      message: expect.stringContaining(sha256(wrong)),
      details: { expected: SHA256, found: sha256(wrong) },
    });
    expect(readdirSync(folder)).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('do not replace what is there', async () => {
    const { destination, request } = setUp();
    writeFileSync(destination, 'old');
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    await expect(download(request([server.url], { sha256: sha256('') }))).rejects.toThrow();
    expect(readFileSync(destination, 'utf8')).toBe('old');
  });

  it('outweigh a mirror that merely has nothing', async () => {
    const { request } = setUp();
    const wrong = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const missing = await startServer((_, response) => response.writeHead(404).end());
    const run = download(request([wrong.url, missing.url], { sha256: sha256('') }));
    await expect(run).rejects.toMatchObject({ code: 'DOWNLOAD_HASH_MISMATCH' });
  });
});

describe('a file that no mirror has', () => {
  it('is named with what each said, once asked', async () => {
    const { folder, request } = setUp();
    const servers = [
      await startServer((_, response) => response.writeHead(404).end()),
      await startServer((_, response) => response.writeHead(410).end()),
    ];
    const [first = '', second = ''] = servers.map(({ url }) => `${url}/minikube.iso`);
    await expect(download(request([first, `${second}?signature=secret`]))).rejects.toMatchObject({
      code: 'DOWNLOAD_NOT_FOUND',
      message: `Download failed: ${first}: not there (HTTP 404); ${second}: not there (HTTP 410)`,
    });
    expect(servers.map(({ requests }) => requests.length)).toEqual([1, 1]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is something else than one that may not be had', async () => {
    const { request } = setUp();
    const server = await startServer((_, response) => response.writeHead(403).end());
    const missing = await startServer((_, response) => response.writeHead(404).end());
    await expect(download(request([missing.url, server.url]))).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('HTTP 403'),
    });
  });

  it('is not waited for when nobody listens', async () => {
    const { request } = setUp();
    const server = await startServer(() => undefined);
    await server.stop();
    await expect(download(request([server.url]))).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('connection refused'),
      hint: expect.stringContaining('proxy'),
    });
  });
});

describe('a server that misbehaves', () => {
  it('by announcing too much is not listened to', async () => {
    const { folder, request } = setUp();
    const server = await startServer((_, response) =>
      response.writeHead(200, { 'content-length': 10_000_000_000 }).write('x'),
    );
    await expect(download(request([server.url]))).rejects.toMatchObject({
      code: 'DOWNLOAD_TOO_LARGE',
      details: { maxBytes: 1_000_000, found: 10_000_000_000 },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('by never ending is stopped at the limit', async () => {
    const { folder, request } = setUp();
    const piece = Buffer.alloc(100_000);
    const server = await startServer((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', pour);
      pour();
    });
    const run = download(request([server.url]));
    await expect(run).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('by falling silent before the answer is given up', async () => {
    const { request } = setUp();
    const server = await startServer(() => undefined);
    const run = download(request([server.url], { stallMilliseconds: 50, retryMilliseconds: [] }));
    await expect(run).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('no answer in time'),
    });
  });

  it('by falling silent in the middle is left, and what came is kept', async () => {
    const { request, destination } = setUp();
    const silent = await startServer((_, response) => {
      response.writeHead(200, { 'content-length': BYTES.length, etag: '"v1"' });
      response.write(BYTES.subarray(0, 40_000));
    });
    const good = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const got = await download(
      request([silent.url, good.url], { sha256: SHA256, stallMilliseconds: 300 }),
    );
    expect(got.resumed).toBe(true);
    expect(good.requests).toEqual(['GET / bytes=40000-']);
    expect(readFileSync(destination)).toEqual(BYTES);
  });

  it('by sending another part than was asked for is not believed', async () => {
    const { request, destination } = setUp();
    writeFileSync(`${destination}.partial`, BYTES.subarray(0, 50));
    const server = await startServer((...exchange) => {
      const [message, response] = exchange;
      if (message.headers.range === undefined) serveFile({ bytes: BYTES }, ...exchange);
      else {
        const part = BYTES.subarray(10);
        const range = `bytes 10-${BYTES.length - 1}/${BYTES.length}`;
        response.writeHead(206, { 'content-range': range }).end(part);
      }
    });
    await download(request([server.url], { sha256: SHA256 }));
    expect(readFileSync(destination)).toEqual(BYTES);
  });

  it('by sending another part is not believed either where no digest would tell', async () => {
    const { request, destination } = setUp();
    writeFileSync(`${destination}.partial`, BYTES.subarray(0, 50));
    const server = await startServer((...exchange) => {
      const [message, response] = exchange;
      if (message.headers.range === undefined) serveFile({ bytes: BYTES }, ...exchange);
      else {
        const range = `bytes 10-${BYTES.length - 1}/*`;
        response.writeHead(206, { 'content-range': range }).end(BYTES.subarray(10));
      }
    });
    leaveOrigin(destination, `${server.url}/`, '"v1"');
    await download(request([server.url]));
    expect(readFileSync(destination)).toEqual(BYTES);
  });

  it('by having less than what came before is asked anew', async () => {
    const { request, destination } = setUp();
    writeFileSync(`${destination}.partial`, Buffer.concat([BYTES, BYTES]));
    const server = await startServer((...exchange) =>
      serveFile({ bytes: BYTES, etag: '"v1"' }, ...exchange),
    );
    leaveOrigin(destination, `${server.url}/`, '"v1"');
    await download(request([server.url]));
    expect(readFileSync(destination)).toEqual(BYTES);
  });

  it('by sending 206 without a range is not believed', async () => {
    const { request } = setUp();
    const server = await startServer((_, response) => response.writeHead(206).end('part'));
    await expect(download(request([server.url]))).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
    });
  });

  it('by compressing what is to be taken as it is is refused', async () => {
    const { request } = setUp();
    const server = await startServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    );
    await expect(download(request([server.url]))).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('gzip'),
    });
  });

  it('by marking no end is believed only with a digest', async () => {
    const { request } = setUp();
    const server = await startServer((_, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nbody');
    });
    const unmarked = download(request([server.url]));
    await expect(unmarked).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('no end'),
    });
    const got = await download(request([server.url], { sha256: sha256('body') }));
    expect(got.bytes).toBe(4);
  });

  it('by cutting every time at the same place is given up', async () => {
    const { request } = setUp();
    const server = await startServer((...exchange) =>
      serveFile({ bytes: BYTES, ranges: false, cutAfter: 1000 }, ...exchange),
    );
    const run = download(request([server.url]));
    await expect(run).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(server.requests.length).toBeLessThan(6);
  });

  it('by redirecting in circles is left', async () => {
    const { request } = setUp();
    const server = await startServer((_, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );
    const run = download(request([server.url]));
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining('redirect') });
    expect(server.requests.length).toBeLessThanOrEqual(11);
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'http://'])(
    'by redirecting to %s leads nowhere',
    async (location) => {
      const { folder, request } = setUp();
      const server = await startServer((_, response) =>
        response.writeHead(302, { location }).end(),
      );
      await expect(download(request([server.url]))).rejects.toThrow();
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('by its reason phrase or headers cannot write to the terminal', async () => {
    const { request } = setUp();
    const server = await startServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'x ##[error]evil' }).end();
    });
    const run = download(request([server.url]));
    await expect(run).rejects.toMatchObject({ message: expect.stringMatching(/^[^\n]*$/) });
  });
});

describe('a request that cannot be served', () => {
  it.each(['', 'minikube.iso', 'file:///etc/passwd', 'ftp://example.com/x', '/etc/passwd'])(
    'names %j as no URL',
    async (url) => {
      const { request } = setUp();
      await expect(download(request([url]))).rejects.toMatchObject({ code: 'URL_INVALID' });
    },
  );

  it('does not show the password in a URL that is refused', async () => {
    const { request } = setUp();
    const run = download(request(['ftp://user:secret@example.com/x?token=secret']));
    await expect(run).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });
});

describe('a full disk', () => {
  it('is named, and nothing appears', async () => {
    const { destination, request } = setUp();
    // Every write to /dev/full ends with ENOSPC.
    symlinkSync('/dev/full', `${destination}.partial`);
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const run = download(request([server.url]));
    await expect(run).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(existsSync(destination)).toBe(false);
    expect(server.requests).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('ends a transfer at once, and the next run goes on from there', async () => {
    const { request, destination } = setUp();
    const controller = new AbortController();
    const server = await startServer((...exchange) => {
      const [, response] = exchange;
      if (server.requests.length > 1) {
        serveFile({ bytes: BYTES, etag: '"v1"' }, ...exchange);
        return;
      }
      response.writeHead(200, { 'content-length': BYTES.length, etag: '"v1"' });
      response.write(BYTES.subarray(0, 40_000));
    });
    const run = download(
      request([server.url], {
        signal: controller.signal,
        onProgress: ({ bytes }) => {
          if (bytes === 40_000) setImmediate(() => controller.abort());
        },
      }),
    );
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(destination)).toBe(false);
    const got = await download(request([server.url]));
    expect(got).toMatchObject({ resumed: true, sha256: SHA256 });
  });

  it('ends a pause between attempts', async () => {
    const { request } = setUp();
    const controller = new AbortController();
    const server = await startServer((_, response) => {
      response.writeHead(503).end(() => setImmediate(() => controller.abort()));
    });
    const run = download(
      request([server.url], { signal: controller.signal, retryMilliseconds: [1_000_000] }),
    );
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
