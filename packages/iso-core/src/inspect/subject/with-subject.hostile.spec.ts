import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pattern } from '../../image/bytes/range-server.testing.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { makeCertificate } from '../../runtime/testing/tls.testing.js';
import { serveSubject, type ServedSubject } from './serve-subject.testing.js';
import type { SubjectOptions } from './subject.js';
import { withSubject } from './with-subject.js';

const ISO = pattern(300_000);

async function open(served: Partial<ServedSubject>, more: Partial<SubjectOptions> = {}) {
  const server = await serveSubject({ iso: ISO, ...served });
  const options = { folder: '/', retryMilliseconds: [], ...more };
  return withSubject(`${server.url}/minikube.iso`, options, ({ size }) => Promise.resolve(size));
}

const status = (code: number): Partial<ServedSubject> => ({
  before: (_, response) => {
    response.writeHead(code).end();
    return true;
  },
});

describe('a server that does not give the ISO', () => {
  it.each([
    [404, 'URL_NOT_FOUND', 'DOWNLOAD_NOT_FOUND'],
    [403, 'URL_FORBIDDEN', 'DOWNLOAD_FAILED'],
    [500, 'URL_UNAVAILABLE', 'DOWNLOAD_FAILED'],
  ])('is named with its answer: %d', async (code, byRanges, asWhole) => {
    await expect(open(status(code))).rejects.toMatchObject({ code: byRanges });
    const folder = temporaryFolder();
    const whole = open(status(code), { depth: 'content', temporaryFolder: folder });
    await expect(whole).rejects.toMatchObject({ code: asWhole });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('by ranges is asked for all of it only when that is wished', async () => {
    await expect(open({ ranges: false })).rejects.toMatchObject({
      code: 'URL_WITHOUT_RANGES',
      hint: expect.stringContaining('depth content'),
    });
    const temporary = { depth: 'content', temporaryFolder: temporaryFolder() } as const;
    await expect(open({ ranges: false }, temporary)).resolves.toBe(ISO.length);
  });

  it('and leads elsewhere is followed, but not round and round', async () => {
    const elsewhere = await serveSubject({ iso: ISO, sha256: 404 });
    const redirect = (location: (path: string) => string): Partial<ServedSubject> => ({
      before: ({ url = '' }, response) => {
        response.writeHead(302, { location: location(url) }).end();
        return true;
      },
    });
    await expect(open(redirect((path) => elsewhere.url + path))).resolves.toBe(ISO.length);
    await expect(open(redirect((path) => path))).rejects.toMatchObject({
      code: 'REDIRECT_REFUSED',
    });
  });

  it('and has a certificate that nobody vouches for', async () => {
    const server = await serveSubject({ iso: ISO }, makeCertificate());
    const url = `${server.url}/minikube.iso`;
    const options = { folder: '/', retryMilliseconds: [] };
    await expect(withSubject(url, options, () => Promise.resolve())).rejects.toMatchObject({
      code: 'NETWORK_ERROR',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    const folder = temporaryFolder();
    const whole = { ...options, depth: 'content', temporaryFolder: folder } as const;
    await expect(withSubject(url, whole, () => Promise.resolve())).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('and fails for the .sha256 alone is no server to trust', async () => {
    await expect(open({ sha256: 500 })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    const endless = { sha256: 'x'.repeat(200_000) };
    await expect(open(endless)).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
  });
});

describe('a cancelled subject', () => {
  it('stops the download and leaves nothing', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const run = open(
      {
        before: (_, response) => {
          response.writeHead(200, { 'content-length': ISO.length });
          response.write(ISO.subarray(0, 1000), () => controller.abort());
          return true;
        },
      },
      { depth: 'content', temporaryFolder: folder, signal: controller.signal },
    );
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is read no further', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.iso'), ISO);
    const controller = new AbortController();
    const run = withSubject('a.iso', { folder, signal: controller.signal }, async ({ source }) => {
      await source.read(0, 10);
      controller.abort();
      return source.read(0, 10);
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a location', () => {
  it.each(['ftp://host/a.iso', 's3://bucket/a.iso', 'file://host/a.iso', 'http://'])(
    'that is neither a path nor a URL to read is refused: %s',
    async (location) => {
      const run = withSubject(location, { folder: '/' }, () => Promise.resolve());
      await expect(run).rejects.toMatchObject({ code: 'URL_INVALID' });
    },
  );

  it('with a .sha256 that is no file is refused', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.iso'), ISO);
    symlinkSync('.', join(folder, 'a.iso.sha256'));
    const run = withSubject('a.iso', { folder }, () => Promise.resolve());
    await expect(run).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });
});
