import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache, sha256 } from '../../runtime/index.js';
import { serveFile } from '../../runtime/testing/http-server.testing.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { resolveRelease } from '../releases/resolve-release.js';
import { fetchOfficialIso, type OfficialIsoRequest } from './fetch-official-iso.js';
import { type Fault, type MirrorFiles, startMirror } from './mirror.testing.js';

const NAME = 'minikube-v1.38.0-amd64.iso';
const ISO = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 251));
const DIGEST = sha256(ISO);
const OTHER_ISO = Buffer.from(ISO).reverse();

const published = (bytes: Uint8Array = ISO): MirrorFiles => ({
  [`/${NAME}`]: { bytes, etag: `"${sha256(bytes).slice(0, 8)}"` },
  [`/${NAME}.sha256`]: sha256(bytes),
});

function setUp(mirrors: readonly string[], more: Partial<OfficialIsoRequest> = {}) {
  const cache = openCache({ folder: temporaryFolder() });
  const fetch = (again: Partial<OfficialIsoRequest> = {}) =>
    fetchOfficialIso({
      release: resolveRelease('1.38.1'),
      architecture: 'amd64',
      cache,
      mirrors: { iso: mirrors },
      env: {},
      retryMilliseconds: [1],
      ...more,
      ...again,
    });
  const stored = () => {
    try {
      return readdirSync(cache.path('downloads', DIGEST));
    } catch {
      return [];
    }
  };
  const forgetFiles = () => rmSync(cache.path('downloads'), { recursive: true });
  return { cache, fetch, stored, forgetFiles };
}

describe('an official ISO', () => {
  it('is fetched into the cache folder, its transfer checked', async () => {
    const mirror = await startMirror(published());
    const { fetch, cache } = setUp([mirror.url]);
    const got = await fetch();
    expect(got).toEqual({
      path: cache.path('downloads', DIGEST, NAME),
      sha256: DIGEST,
      bytes: ISO.length,
      cached: false,
      url: `${mirror.url}/${NAME}`,
      trust: 'first use',
    });
    expect(readFileSync(got.path)).toEqual(ISO);
    expect(mirror.requests).toEqual([`GET /${NAME}.sha256`, `GET /${NAME}`]);
  });

  it('is fetched once: later runs need no network', async () => {
    const mirror = await startMirror(published());
    const { fetch } = setUp([mirror.url]);
    const { path } = await fetch();
    await mirror.stop();
    expect(await fetch()).toMatchObject({ path, cached: true, trust: 'first use' });
    expect(await fetch({ pinnedSha256: DIGEST })).toMatchObject({ path, cached: true });
  });

  it('is fetched once by two at a time', async () => {
    const mirror = await startMirror(published());
    const { fetch } = setUp([mirror.url]);
    const both = await Promise.all([fetch(), fetch()]);
    expect(both.map(({ cached }) => cached).sort()).toEqual([false, true]);
    expect(mirror.requests).toHaveLength(2);
  });

  it('comes from the next mirror when one lacks it', async () => {
    const empty = await startMirror({});
    const mirror = await startMirror(published());
    const { fetch } = setUp([empty.url, mirror.url]);
    expect((await fetch()).url).toBe(`${mirror.url}/${NAME}`);
    expect(empty.requests).toEqual([`GET /${NAME}.sha256`, `GET /${NAME}`]);
  });

  it('may come from a mirror without checksums', async () => {
    const files = published();
    delete files[`/${NAME}.sha256`];
    const mirror = await startMirror(files);
    await expect(setUp([mirror.url]).fetch()).resolves.toMatchObject({ sha256: DIGEST });
  });

  it.each([401, 403])(
    'may come from one that answers %i for checksums it lacks',
    async (status) => {
      const hidden: Fault = (_, response) => response.writeHead(status).end();
      const mirror = await startMirror({ ...published(), [`/${NAME}.sha256`]: hidden });
      await expect(setUp([mirror.url]).fetch()).resolves.toMatchObject({ sha256: DIGEST });
    },
  );

  it('is not taken without checksums while another mirror may have them', async () => {
    const hidden: Fault = (_, response) => response.writeHead(403).end();
    const broken: Fault = (_, response) => response.writeHead(500).end();
    const files = (fault: Fault) => ({ ...published(), [`/${NAME}.sha256`]: fault });
    const mirrors = [await startMirror(files(hidden)), await startMirror(files(broken))];
    await expect(setUp(mirrors.map(({ url }) => url)).fetch()).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
    });
  });

  it('is gone on with after a cut connection', async () => {
    const file = { bytes: ISO, etag: '"v1"' };
    const files: MirrorFiles = {
      ...published(),
      [`/${NAME}`]: (request, response) => {
        files[`/${NAME}`] = file;
        serveFile({ ...file, cutAfter: 30_000 }, request, response);
      },
    };
    const mirror = await startMirror(files);
    expect((await setUp([mirror.url]).fetch()).sha256).toBe(DIGEST);
    expect(mirror.requests.at(-1)).toBe(`GET /${NAME} bytes=30000-`);
  });

  it('comes from the mirror that the environment names', async () => {
    const mirror = await startMirror(published());
    const { fetch } = setUp([]);
    const env = { NX_MINIKUBE_ISO_ISO_MIRROR: mirror.url };
    expect((await fetch({ mirrors: {}, env })).url).toBe(`${mirror.url}/${NAME}`);
  });

  it('has no architecture in its name before v1.26.0', async () => {
    const mirror = await startMirror({ '/minikube-v1.25.2.iso': ISO });
    const { fetch } = setUp([mirror.url]);
    const release = resolveRelease('1.25.2');
    expect((await fetch({ release })).bytes).toBe(ISO.length);
    await expect(fetch({ release, architecture: 'arm64' })).rejects.toMatchObject({
      code: 'RELEASE_WITHOUT_ARCHITECTURE',
    });
  });
});

describe('an ISO that is not the right one', () => {
  it('is refused when the published checksum says so', async () => {
    const mirror = await startMirror({ ...published(), [`/${NAME}`]: OTHER_ISO });
    const { fetch, stored } = setUp([mirror.url]);
    await expect(fetch()).rejects.toMatchObject({
      code: 'DOWNLOAD_HASH_MISMATCH',
      details: { expected: DIGEST, found: sha256(OTHER_ISO) },
    });
    expect(stored()).toEqual([]);
  });

  it('is refused when the spec pins another, whatever the mirror publishes', async () => {
    const mirror = await startMirror(published(OTHER_ISO));
    const { fetch } = setUp([mirror.url], { pinnedSha256: DIGEST });
    await expect(fetch()).rejects.toMatchObject({
      code: 'DOWNLOAD_HASH_MISMATCH',
      details: { expected: DIGEST, found: sha256(OTHER_ISO) },
    });
  });

  it('is refused when it is known by another digest', async () => {
    const mirror = await startMirror(published(OTHER_ISO));
    const { fetch } = setUp([mirror.url], { knownDigests: { [NAME]: DIGEST } });
    await expect(fetch()).rejects.toMatchObject({ code: 'DOWNLOAD_HASH_MISMATCH' });
  });

  it('is refused when it is no longer what it was the first time', async () => {
    const files = published();
    const mirror = await startMirror(files);
    const { fetch, forgetFiles } = setUp([mirror.url]);
    await fetch();
    forgetFiles();
    Object.assign(files, published(OTHER_ISO));
    await expect(fetch()).rejects.toMatchObject({
      code: 'BASE_DIGEST_CHANGED',
      details: { expected: DIGEST, found: sha256(OTHER_ISO) },
      hint: expect.stringContaining('sha256'),
    });
  });

  it('is refused from another mirror too: the first time counts for all', async () => {
    const mirror = await startMirror(published());
    const other = await startMirror(published(OTHER_ISO));
    const { fetch, forgetFiles } = setUp([mirror.url]);
    await fetch();
    forgetFiles();
    const run = fetch({ mirrors: { iso: [other.url] } });
    await expect(run).rejects.toMatchObject({ code: 'BASE_DIGEST_CHANGED' });
  });

  it('is taken when the change is pinned, and is what is expected from then on', async () => {
    const files = published();
    const mirror = await startMirror(files);
    const { fetch, forgetFiles } = setUp([mirror.url]);
    await fetch();
    Object.assign(files, published(OTHER_ISO));
    const pinned = await fetch({ pinnedSha256: sha256(OTHER_ISO) });
    expect(pinned).toMatchObject({ trust: 'pinned', cached: false, sha256: sha256(OTHER_ISO) });
    forgetFiles();
    expect(await fetch()).toMatchObject({ trust: 'first use', sha256: sha256(OTHER_ISO) });
  });

  it('cannot be asked for under the name of a known one', async () => {
    const { fetch } = setUp([], { knownDigests: { [NAME]: DIGEST } });
    await expect(fetch({ pinnedSha256: sha256(OTHER_ISO) })).rejects.toMatchObject({
      code: 'DIGEST_CONTRADICTION',
    });
  });

  it('in the cache folder is noticed and fetched anew', async () => {
    const mirror = await startMirror(published());
    const { fetch } = setUp([mirror.url]);
    const { path } = await fetch();
    writeFileSync(path, OTHER_ISO);
    expect(await fetch()).toMatchObject({ cached: false, sha256: DIGEST });
    expect(readFileSync(path)).toEqual(ISO);
  });
});

describe('a known ISO', () => {
  it('is fetched by its digest alone', async () => {
    const mirror = await startMirror({ ...published(), [`/${NAME}.sha256`]: 'nonsense' });
    const { fetch } = setUp([mirror.url], { knownDigests: { [NAME]: DIGEST } });
    expect(await fetch()).toMatchObject({ trust: 'known', sha256: DIGEST });
    expect(mirror.requests).toEqual([`GET /${NAME}`]);
  });
});

describe('a mirror without the ISO', () => {
  it('leads to an error that names each address', async () => {
    const mirrors = [await startMirror({}), await startMirror({})];
    const { fetch } = setUp(mirrors.map(({ url }) => url));
    const run = fetch();
    await expect(run).rejects.toMatchObject({ code: 'DOWNLOAD_NOT_FOUND' });
    for (const { url } of mirrors) {
      await expect(run).rejects.toMatchObject({
        message: expect.stringContaining(`${url}/${NAME}`),
      });
    }
  });

  it('but with a sign-in page in its place is not believed', async () => {
    const page = '<html>Sign in</html>';
    const mirror = await startMirror({ [`/${NAME}.sha256`]: page, [`/${NAME}`]: page });
    const { fetch } = setUp([mirror.url]);
    await expect(fetch()).rejects.toMatchObject({ code: 'CHECKSUM_FILE_INVALID' });
  });
});

describe('a run that was killed', () => {
  it('in the middle of a transfer is gone on with by the next', async () => {
    const mirror = await startMirror(published());
    const { fetch, cache } = setUp([mirror.url], { pinnedSha256: DIGEST });
    const identity = `https://storage.googleapis.com/minikube/iso/${NAME}`;
    const partial = cache.path('downloads', 'incoming', sha256(identity), `${NAME}.partial`);
    mkdirSync(dirname(partial), { recursive: true });
    writeFileSync(partial, ISO.subarray(0, 60_000));
    await fetch();
    expect(mirror.requests).toEqual([`GET /${NAME} bytes=60000-`]);
    expect(readdirSync(join(dirname(partial)))).toEqual([]);
  });

  it('leaves no trust record that is half written', async () => {
    const mirror = await startMirror(published());
    const { fetch, cache } = setUp([mirror.url]);
    await fetch();
    const [record = ''] = readdirSync(cache.path('trust'));
    expect(readdirSync(cache.path('trust'))).toHaveLength(1);
    expect(JSON.parse(readFileSync(cache.path('trust', record), 'utf8'))).toEqual({
      identity: `https://storage.googleapis.com/minikube/iso/${NAME}`,
      sha256: DIGEST,
    });
  });
});
