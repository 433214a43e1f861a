import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../digest/digest.js';
import { serveFile, startServer } from '../testing/http-server.testing.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { silentProgress } from '../progress/progress.js';
import { download, type DownloadProgress, type DownloadRequest } from './download.js';

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 251));
const SHA256 = sha256(BYTES);

function setUp() {
  const folder = temporaryFolder();
  const destination = join(folder, 'file.iso');
  return {
    folder,
    destination,
    partial: `${destination}.partial`,
    request: (urls: string[], more: Partial<DownloadRequest> = {}): DownloadRequest => ({
      urls,
      destination,
      maxBytes: 1_000_000,
      env: {},
      retryMilliseconds: [1, 1],
      ...more,
    }),
  };
}

describe('download', () => {
  it('brings the whole file, and says what it is', async () => {
    const { folder, destination, request } = setUp();
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const seen: DownloadProgress[] = [];
    const url = `${server.url}/file.iso`;
    const got = await download(
      request([`${url}?token=secret`], { onProgress: (p) => seen.push(p) }),
    );
    expect(got).toEqual({
      path: destination,
      sha256: SHA256,
      bytes: BYTES.length,
      url,
      resumed: false,
    });
    expect(readFileSync(destination)).toEqual(BYTES);
    expect(readdirSync(folder)).toEqual(['file.iso']);
    expect(seen.at(-1)).toEqual({ bytes: BYTES.length, total: BYTES.length, url });
  });

  it('says before each pause who did not serve, why, and how long it is', async () => {
    const { request } = setUp();
    const server = await startServer((_, response) => void response.writeHead(503).end());
    const notes: string[] = [];
    const progress = { ...silentProgress, note: (line: string) => void notes.push(line) };
    const url = `${server.url}/file.iso`;
    await expect(
      download(request([`${url}?token=secret`], { progress, retryMilliseconds: [1, 1000] })),
    ).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(notes).toEqual([
      `${url}: HTTP 503; asking again in 0 s`,
      `${url}: HTTP 503; asking again in 1 s`,
    ]);
  });

  it('makes the folder of the destination', async () => {
    const { request, folder } = setUp();
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const destination = join(folder, 'a', 'b', 'file');
    await download(request([server.url], { destination }));
    expect(existsSync(destination)).toBe(true);
  });

  it('takes an empty file', async () => {
    const { request } = setUp();
    const bytes = Buffer.alloc(0);
    const server = await startServer((...exchange) => serveFile({ bytes }, ...exchange));
    const got = await download(request([server.url], { sha256: sha256('') }));
    expect(got.bytes).toBe(0);
  });

  it('asks for the bytes as they are', async () => {
    const { request } = setUp();
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    await download(request([server.url]));
    expect(server.messages[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('follows redirects to another server', async () => {
    const { request } = setUp();
    const store = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const front = await startServer((_, response) =>
      response.writeHead(302, { location: `${store.url}/signed?key=1` }).end(),
    );
    const got = await download(request([`${front.url}/file`], { sha256: SHA256 }));
    expect(got.url).toBe(`${front.url}/file`);
    expect(store.requests).toEqual(['GET /signed?key=1']);
  });

  it('gives credentials of a URL to its own server only', async () => {
    const { request } = setUp();
    const store = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const front = await startServer((_, response) =>
      response.writeHead(302, { location: store.url }).end(),
    );
    const url = front.url.replace('//', '//user:p%40ss@');
    const got = await download(request([url]));
    const expected = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(front.messages[0]?.headers.authorization).toBe(expected);
    expect(store.messages[0]?.headers.authorization).toBeUndefined();
    expect(got.url).toBe(`${front.url}/`);
  });
});

describe('mirrors', () => {
  it('are asked in their order until one has the file', async () => {
    const { request } = setUp();
    const missing = await startServer((_, response) => response.writeHead(404).end('no'));
    const broken = await startServer((_, response) => response.writeHead(503).end());
    const stopped = await startServer(() => undefined);
    await stopped.stop();
    const good = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const never = await startServer(() => undefined);
    const urls = [missing, broken, stopped, good, never].map(({ url }) => url);
    const got = await download(request(urls, { sha256: SHA256 }));
    expect(got.url).toBe(`${good.url}/`);
    expect([missing, broken, never].map(({ requests }) => requests.length)).toEqual([1, 1, 0]);
  });

  it('are left when their bytes are not the right ones', async () => {
    const { request, destination } = setUp();
    const wrong = await startServer((...exchange) =>
      serveFile({ bytes: Buffer.alloc(BYTES.length) }, ...exchange),
    );
    const good = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    await download(request([wrong.url, good.url], { sha256: SHA256 }));
    expect(readFileSync(destination)).toEqual(BYTES);
    expect(wrong.requests).toHaveLength(1);
  });

  it('are asked again after a pause when they may serve later', async () => {
    const { request } = setUp();
    let asked = 0;
    const server = await startServer((...exchange) => {
      if (++asked < 3) exchange[1].writeHead(503).end();
      else serveFile({ bytes: BYTES }, ...exchange);
    });
    await download(request([server.url]));
    expect(asked).toBe(3);
  });
});

describe('a cut download', () => {
  it('is gone on with in the same run, from where it was cut', async () => {
    const { request, destination } = setUp();
    const file = { bytes: BYTES, etag: '"v1"' };
    const server = await startServer((...exchange) =>
      serveFile(
        { ...file, ...(server.requests.length < 3 ? { cutAfter: 70_000 } : {}) },
        ...exchange,
      ),
    );
    const got = await download(request([server.url], { sha256: SHA256 }));
    expect(got.resumed).toBe(true);
    expect(readFileSync(destination)).toEqual(BYTES);
    expect(server.requests).toEqual(['GET /', 'GET / bytes=70000-', 'GET / bytes=140000-']);
    expect(server.messages[1]?.headers['if-range']).toBe('"v1"');
  });

  it('is gone on with by a later run, by the date where there is no strong mark', async () => {
    const { request, destination } = setUp();
    const lastModified = 'Wed, 21 Oct 2015 07:28:00 GMT';
    const file = { bytes: BYTES, etag: 'W/"weak"', lastModified };
    const server = await startServer((...exchange) => {
      const cut = server.requests.length === 1 ? { cutAfter: 50_000 } : {};
      if (server.requests.length === 2) exchange[1].writeHead(403).end();
      else serveFile({ ...file, ...cut }, ...exchange);
    });
    const first = download(request([server.url], { retryMilliseconds: [] }));
    await expect(first).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(existsSync(destination)).toBe(false);
    const got = await download(request([server.url]));
    expect(got).toMatchObject({ resumed: true, sha256: SHA256 });
    expect(server.messages.at(-1)?.headers['if-range']).toBe(lastModified);
    expect(readFileSync(destination)).toEqual(BYTES);
  });

  it('is begun anew when the server does not honour ranges', async () => {
    const { request, destination } = setUp();
    const server = await startServer((...exchange) => {
      const cut = server.requests.length === 1 ? { cutAfter: 50_000 } : {};
      serveFile({ bytes: BYTES, ranges: false, etag: '"v1"', ...cut }, ...exchange);
    });
    const got = await download(request([server.url], { sha256: SHA256 }));
    expect(got.resumed).toBe(false);
    expect(readFileSync(destination)).toEqual(BYTES);
  });

  it('is begun anew when the file has changed meanwhile', async () => {
    const { request, destination } = setUp();
    const changed = Buffer.from(BYTES).reverse();
    const server = await startServer((...exchange) => {
      if (server.requests.length > 1) serveFile({ bytes: changed, etag: '"v2"' }, ...exchange);
      else serveFile({ bytes: BYTES, etag: '"v1"', cutAfter: 50_000 }, ...exchange);
    });
    const got = await download(request([server.url]));
    expect(got).toMatchObject({ resumed: false, sha256: sha256(changed) });
    expect(readFileSync(destination)).toEqual(changed);
  });

  it('is not patched together without a mark or a digest', async () => {
    const { request, partial } = setUp();
    writeFileSync(partial, 'other bytes');
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const got = await download(request([server.url]));
    expect(got).toMatchObject({ resumed: false, sha256: SHA256 });
    expect(server.requests).toEqual(['GET /']);
  });

  it('is gone on with from another mirror when the digest guards it', async () => {
    const { request } = setUp();
    const first = await startServer((...exchange) => {
      if (first.requests.length === 1) {
        serveFile({ bytes: BYTES, etag: '"a"', cutAfter: 50_000 }, ...exchange);
      } else exchange[1].writeHead(500).end();
    });
    const second = await startServer((...exchange) =>
      serveFile({ bytes: BYTES, etag: '"b"' }, ...exchange),
    );
    const got = await download(request([first.url, second.url], { sha256: SHA256 }));
    expect(got).toMatchObject({ resumed: true, url: `${second.url}/` });
    expect(second.requests).toEqual(['GET / bytes=50000-']);
  });

  it('that turns out to be of another file is fetched anew, once', async () => {
    const { request, partial, destination } = setUp();
    writeFileSync(partial, Buffer.alloc(50_000, 'x'));
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const got = await download(request([server.url], { sha256: SHA256 }));
    expect(got.resumed).toBe(false);
    expect(server.requests).toEqual(['GET / bytes=50000-', 'GET /']);
    expect(readFileSync(destination)).toEqual(BYTES);
  });

  it('at its very end is recognised as whole', async () => {
    const { request, partial } = setUp();
    writeFileSync(partial, BYTES);
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    const got = await download(request([server.url], { sha256: SHA256 }));
    expect(got.resumed).toBe(true);
    expect(server.requests).toEqual([`GET / bytes=${BYTES.length}-`]);
  });

  it('that has more bytes than the file is begun anew', async () => {
    const { request, partial, destination } = setUp();
    writeFileSync(partial, Buffer.concat([BYTES, BYTES]));
    const server = await startServer((...exchange) => serveFile({ bytes: BYTES }, ...exchange));
    await download(request([server.url], { sha256: SHA256 }));
    expect(readFileSync(destination)).toEqual(BYTES);
  });
});
