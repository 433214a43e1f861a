import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openUrl } from './index.js';
import { pattern, startRangeServer, type RangeServer } from './range-server.testing.js';

const KIB = 1024;
const FAST = { blockSize: 4 * KIB, retries: 2, retryDelayMs: 1 };

/** A server whose answers `answer` gives from the `from`th request (counted from 0) on. */
async function faulty(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  { from = 0, until = Infinity } = {},
): Promise<RangeServer> {
  const server = await startRangeServer(pattern(64 * KIB), '"one"');
  server.before = (request, response) => {
    const index = server.requests.length - 1;
    if (index < from || index >= until) return false;
    answer(request, response);
    return true;
  };
  return server;
}

describe('opening a URL', () => {
  it.each([
    [404, 'URL_NOT_FOUND', 1],
    [410, 'URL_NOT_FOUND', 1],
    [401, 'URL_FORBIDDEN', 1],
    [403, 'URL_FORBIDDEN', 1],
    [400, 'URL_UNAVAILABLE', 1],
    [429, 'URL_UNAVAILABLE', 3],
    [500, 'URL_UNAVAILABLE', 3],
    [503, 'URL_UNAVAILABLE', 3],
  ])('with HTTP %i is %s after %i requests', async (status, code, requests) => {
    const server = await faulty((_, response) => response.writeHead(status).end());
    const opening = openUrl(`${server.url}/base.iso?signature=secret`, FAST);
    await expect(opening).rejects.toMatchObject({ code, details: { status } });
    await expect(opening).rejects.not.toThrow(/secret/);
    expect(server.requests).toHaveLength(requests);
  });

  it('without ranges is URL_WITHOUT_RANGES, and the body is not read', async () => {
    const server = await faulty((_, response) => {
      response.writeHead(200, { 'content-length': 1e12 });
      response.write(pattern(64 * KIB));
    });
    await expect(openUrl(`${server.url}/base.iso`, FAST)).rejects.toMatchObject({
      code: 'URL_WITHOUT_RANGES',
    });
  });

  it.each(['', 'bytes 0-4095/*', 'bytes 0-4095', 'items 0-1/2', 'bytes 0-1/99999999999999999999'])(
    'with Content-Range "%s" is URL_WITHOUT_RANGES',
    async (range) => {
      const headers = range === '' ? {} : { 'content-range': range };
      const server = await faulty((_, response) => response.writeHead(206, headers).end('x'));
      await expect(openUrl(`${server.url}/base.iso`, FAST)).rejects.toMatchObject({
        code: 'URL_WITHOUT_RANGES',
      });
    },
  );

  it('that is answered with another range is URL_WRONG_ANSWER', async () => {
    const server = await faulty((_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 100-4195/65536' }).end(pattern(4 * KIB));
    });
    await expect(openUrl(`${server.url}/base.iso`, FAST)).rejects.toMatchObject({
      code: 'URL_WRONG_ANSWER',
      details: { expected: 'bytes 0-4095', found: 'bytes 100-4195' },
    });
  });

  it('that nobody listens to is NETWORK_ERROR', async () => {
    const server = await startRangeServer(pattern(10));
    await server.stop();
    await expect(openUrl(`${server.url}/base.iso`, FAST)).rejects.toMatchObject({
      code: 'NETWORK_ERROR',
    });
  });

  it.each(['ftp://host/base.iso', 'file:///etc/passwd', 'not a URL'])(
    'written %s is URL_INVALID',
    async (url) => {
      await expect(openUrl(url)).rejects.toMatchObject({ code: 'URL_INVALID' });
    },
  );

  it('that redirects in a circle is REDIRECT_REFUSED', async () => {
    const server = await faulty((_, response) =>
      response.writeHead(302, { location: '/base.iso' }).end(),
    );
    await expect(openUrl(`${server.url}/base.iso`, FAST)).rejects.toMatchObject({
      code: 'REDIRECT_REFUSED',
    });
  });

  it('ends with CANCELLED when it is cancelled', async () => {
    const controller = new AbortController();
    const server = await faulty(() => controller.abort());
    const options = { ...FAST, signal: controller.signal };
    await expect(openUrl(`${server.url}/base.iso`, options)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('reading from a URL', () => {
  it('goes on after a connection that is cut', async () => {
    const cut = (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(206, {
        'content-range': 'bytes 8192-12287/65536',
        'content-length': 4 * KIB,
        etag: '"one"',
      });
      response.write(pattern(100), () => response.destroy());
    };
    const server = await faulty(cut, { from: 1, until: 3 });
    const source = await openUrl(`${server.url}/base.iso`, FAST);
    const read = await source.read(8 * KIB, 4 * KIB);
    expect(Buffer.from(read).equals(pattern(64 * KIB).subarray(8 * KIB, 12 * KIB))).toBe(true);
    expect(server.requests).toHaveLength(4);
    expect(source.bytesRead).toBe(4 * KIB + 2 * 100 + 4 * KIB);
  });

  it('streams on from where a connection was cut', async () => {
    const cut = (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(206, {
        'content-range': 'bytes 8192-49151/65536',
        'content-length': 40 * KIB,
        etag: '"one"',
      });
      response.write(pattern(64 * KIB).subarray(8 * KIB, 9 * KIB), () => response.destroy());
    };
    const server = await faulty(cut, { from: 1, until: 2 });
    const source = await openUrl(`${server.url}/base.iso`, FAST);
    const pieces: Uint8Array[] = [];
    for await (const piece of source.stream?.(8 * KIB, 40 * KIB) ?? []) pieces.push(piece);
    const expected = pattern(64 * KIB).subarray(8 * KIB, 48 * KIB);
    expect(Buffer.concat(pieces).equals(expected)).toBe(true);
    expect(server.requests.at(-1)).toBe('GET /base.iso bytes=9216-49151');
  });

  it('is URL_CUT_SHORT when bodies stay shorter than they should be', async () => {
    const short = (_: IncomingMessage, response: ServerResponse) => {
      const range = { 'content-range': 'bytes 8192-12287/65536', etag: '"one"' };
      response.writeHead(206, range).end(pattern(100));
    };
    const server = await faulty(short, { from: 1 });
    const source = await openUrl(`${server.url}/base.iso`, FAST);
    await expect(source.read(8 * KIB, 1)).rejects.toMatchObject({
      code: 'URL_CUT_SHORT',
      details: { expected: 4 * KIB, found: 100 },
    });
  });

  it('is URL_WRONG_ANSWER when a body is longer than it should be', async () => {
    const long = (_: IncomingMessage, response: ServerResponse) => {
      const range = { 'content-range': 'bytes 8192-12287/65536', etag: '"one"' };
      response.writeHead(206, range).end(pattern(5 * KIB));
    };
    const server = await faulty(long, { from: 1 });
    const source = await openUrl(`${server.url}/base.iso`, FAST);
    await expect(source.read(8 * KIB, 1)).rejects.toMatchObject({ code: 'URL_WRONG_ANSWER' });
  });

  it.each([
    ['another ETag', { bytes: pattern(64 * KIB), etag: '"two"' }],
    ['another ETag where the first was weak', { bytes: pattern(64 * KIB), etag: 'W/"two"' }],
    ['another size', { bytes: pattern(65 * KIB), etag: '"one"' }],
    ['less than was to be read', { bytes: pattern(KIB), etag: '"one"' }],
    ['another date', { bytes: pattern(64 * KIB), etag: '"one"', lastModified: 'today' }],
  ])('is URL_CHANGED when the file has %s', async (_, now) => {
    const server = await startRangeServer(pattern(64 * KIB), '"one"');
    const source = await openUrl(`${server.url}/base.iso`, FAST);
    server.file = now;
    await expect(source.read(8 * KIB, 1)).rejects.toMatchObject({ code: 'URL_CHANGED' });
  });

  it('is URL_CHANGED for a changed weak ETag, which is no condition', async () => {
    const server = await startRangeServer(pattern(64 * KIB), 'W/"one"');
    const source = await openUrl(`${server.url}/base.iso`, FAST);
    server.file = { bytes: pattern(64 * KIB), etag: 'W/"two"' };
    await expect(source.read(8 * KIB, 1)).rejects.toMatchObject({ code: 'URL_CHANGED' });
  });

  it('is URL_NOT_FOUND when the file has gone', async () => {
    const server = await faulty((_, response) => response.writeHead(404).end(), { from: 1 });
    const source = await openUrl(`${server.url}/base.iso`, FAST);
    await expect(source.read(8 * KIB, 1)).rejects.toMatchObject({ code: 'URL_NOT_FOUND' });
  });
});
