import { describe, expect, it } from 'vitest';
import { sha256 } from '../../runtime/index.js';
import { openUrl, sha256OfSource, slice } from './index.js';
import { pattern, startRangeServer } from './range-server.testing.js';

const KIB = 1024;

describe('a source behind a URL', () => {
  it('gives the bytes of any range', async () => {
    const bytes = pattern(300 * KIB);
    const { url } = await startRangeServer(bytes);
    const source = await openUrl(`${url}/base.iso`, { blockSize: 4 * KIB });
    expect(source.size).toBe(300 * KIB);
    for (const [offset, length] of [
      [0, 10],
      [4_095, 2],
      [299 * KIB, KIB],
      [0, 300 * KIB],
      [300 * KIB, 0],
    ] as const) {
      const read = await source.read(offset, length);
      expect(Buffer.from(read).equals(bytes.subarray(offset, offset + length))).toBe(true);
    }
    await source.close();
  });

  it('transfers the blocks that are asked for and no others', async () => {
    const server = await startRangeServer(pattern(1024 * KIB));
    const source = await openUrl(`${server.url}/base.iso`, { blockSize: 16 * KIB });
    await source.read(500 * KIB, 100);
    await source.read(500 * KIB + 200, 100);
    expect(source.bytesRead).toBe(32 * KIB);
    expect(server.requests).toEqual([
      'GET /base.iso bytes=0-16383',
      'GET /base.iso bytes=507904-524287',
    ]);
  });

  it('streams with one request, and digests by that what lies in one piece', async () => {
    const bytes = pattern(300 * KIB);
    const server = await startRangeServer(bytes);
    const source = await openUrl(`${server.url}/base.iso`, { blockSize: 4 * KIB });
    const file = slice(source, 10 * KIB, 200 * KIB);
    await expect(sha256OfSource(file)).resolves.toBe(sha256(bytes.subarray(10 * KIB, 210 * KIB)));
    expect(server.requests.slice(1)).toEqual(['GET /base.iso bytes=10240-215039']);
    expect(() => file.stream?.(0, 200 * KIB + 1)).toThrow('expected');
  });

  it('needs one request for a file that fits a block', async () => {
    const server = await startRangeServer(pattern(1_000));
    const source = await openUrl(`${server.url}/small.iso`);
    expect(Buffer.from(await source.read(0, 1_000)).equals(pattern(1_000))).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('knows an empty file', async () => {
    const { url } = await startRangeServer(new Uint8Array(0));
    const source = await openUrl(`${url}/empty.iso`);
    expect(source.size).toBe(0);
    await expect(source.read(0, 1)).rejects.toMatchObject({ code: 'IMAGE_TRUNCATED' });
  });

  it('follows redirects', async () => {
    const server = await startRangeServer(pattern(1_000));
    server.before = ({ url }, response) => {
      if (url !== '/old.iso') return false;
      response.writeHead(302, { location: '/new.iso' }).end();
      return true;
    };
    const source = await openUrl(`${server.url}/old.iso`);
    expect(source.size).toBe(1_000);
    expect(server.requests.at(-1)).toBe('GET /new.iso bytes=0-131071');
  });

  it('names itself without credentials and signatures', async () => {
    const server = await startRangeServer(pattern(10));
    const address = server.url.replace('http://', 'http://me:secret@');
    const source = await openUrl(`${address}/base.iso?X-Amz-Signature=secret`);
    expect(source.name).toBe(`${server.url}/base.iso`);
    expect(server.requests[0]).toContain('?X-Amz-Signature=secret');
    expect(server.messages[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it('asks only for the version that it met first', async () => {
    const server = await startRangeServer(pattern(100 * KIB), '"one"');
    const source = await openUrl(`${server.url}/base.iso`, { blockSize: 4 * KIB });
    await source.read(50 * KIB, 1);
    expect(server.messages.map(({ headers }) => headers['if-match'])).toEqual([undefined, '"one"']);
  });

  it('does not put a weak ETag into a condition, which it could never meet', async () => {
    const server = await startRangeServer(pattern(100 * KIB), 'W/"one"');
    const source = await openUrl(`${server.url}/base.iso`, { blockSize: 4 * KIB });
    await source.read(50 * KIB, 1);
    expect(server.messages.at(-1)?.headers['if-match']).toBeUndefined();
  });

  it('goes through the proxy of the environment', async () => {
    const proxy = await startRangeServer(pattern(1_000));
    const env = { HTTP_PROXY: proxy.url };
    const source = await openUrl('http://mirror.invalid/base.iso', { env });
    expect(source.size).toBe(1_000);
    expect(proxy.messages[0]?.headers.host).toBe('mirror.invalid');
  });
});
