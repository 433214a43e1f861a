import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache, sha256 } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { fetchPinned, identityOf, type PinnedRequest } from './fetch-pinned.js';
import { type MirrorFiles, startMirror } from './mirror.testing.js';

function setUp(url: string) {
  const cache = openCache({ folder: temporaryFolder() });
  return {
    cache,
    fetch: (more: Partial<PinnedRequest> = {}) =>
      fetchPinned({ url, cache, env: {}, retryMilliseconds: [1], ...more }),
  };
}

describe('fetchPinned', () => {
  it('fetches once what is pinned', async () => {
    const mirror = await startMirror({ '/base.iso': 'abc' });
    const { fetch } = setUp(`${mirror.url}/base.iso`);
    const got = await fetch({ sha256: sha256('abc').toUpperCase() });
    expect(got).toMatchObject({ trust: 'pinned', cached: false, sha256: sha256('abc') });
    expect(readFileSync(got.path, 'utf8')).toBe('abc');
    await mirror.stop();
    expect(await fetch({ sha256: sha256('abc') })).toMatchObject({ cached: true });
  });

  it('refuses what is not what is pinned', async () => {
    const mirror = await startMirror({ '/base.iso': 'abc' });
    const run = setUp(`${mirror.url}/base.iso`).fetch({ sha256: sha256('x') });
    await expect(run).rejects.toMatchObject({ code: 'DOWNLOAD_HASH_MISMATCH' });
  });

  it('trusts the first time without a pin, and refuses a later change', async () => {
    const files: MirrorFiles = { '/base.iso': 'abc' };
    const mirror = await startMirror(files);
    const { fetch, cache } = setUp(`${mirror.url}/base.iso`);
    expect(await fetch()).toMatchObject({ trust: 'first use' });
    rmSync(cache.path('downloads'), { recursive: true });
    files['/base.iso'] = 'changed';
    await expect(fetch()).rejects.toMatchObject({ code: 'BASE_DIGEST_CHANGED' });
  });

  it.each(['x', '', 'g'.repeat(64), sha256('x').slice(1)])(
    'takes no digest like %j',
    async (text) => {
      const run = setUp('http://127.0.0.1:1/base.iso').fetch({ sha256: text });
      await expect(run).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
    },
  );

  it.each(['/path/base.iso', 'file:///base.iso', 's3://bucket/base.iso'])(
    'takes no URL like %j',
    async (url) => {
      await expect(setUp(url).fetch()).rejects.toMatchObject({ code: 'URL_INVALID' });
    },
  );

  it.each([
    ['/', 'download'],
    ['/..%2f..%2fetc%2fpasswd', 'download'],
    ['/a/.hidden', 'download'],
    ['/a/linux-6.1.tar.xz?x=/../y', 'linux-6.1.tar.xz'],
  ])('stores %s under the harmless name %s', async (path, name) => {
    const mirror = await startMirror({ [path]: 'abc' });
    const { fetch } = setUp(`${mirror.url}${path}`);
    expect(basename((await fetch()).path)).toBe(name);
  });

  it('takes no more than it may', async () => {
    const mirror = await startMirror({ '/base.iso': 'abc' });
    const run = setUp(`${mirror.url}/base.iso`).fetch({ maxBytes: 2 });
    await expect(run).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
  });
});

describe('identityOf', () => {
  it.each([
    ['https://user:pw@x/a.iso#part', 'https://x/a.iso'],
    ['https://x/a.iso?versionId=1', 'https://x/a.iso?versionId=1'],
    ['https://x/a.iso?X-Amz-Date=1&X-Amz-Signature=2', 'https://x/a.iso'],
    ['https://x/a.iso?sv=1&sig=2', 'https://x/a.iso'],
  ])('of %s is %s', (url, identity) => {
    expect(identityOf(url)).toBe(identity);
  });
});
