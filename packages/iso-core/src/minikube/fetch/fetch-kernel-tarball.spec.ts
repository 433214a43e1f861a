import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IsoError, localRunner, openCache, type Runner, sha256 } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { fetchKernelTarball, type KernelTarballRequest } from './fetch-kernel-tarball.js';
import { startMirror } from './mirror.testing.js';
import {
  SIGNED_CHECKSUMS,
  SIGNING_FINGERPRINT,
  SIGNING_KEYRING,
} from './signed-checksums.testing.js';

const TARBALL = '/v6.x/linux-6.6.95.tar.xz';
const SUMS = '/v6.x/sha256sums.asc';
const RIGHT = { [TARBALL]: 'abc', [SUMS]: SIGNED_CHECKSUMS };

const withoutGpgv: Runner = () =>
  Promise.reject(new IsoError('COMMAND_NOT_FOUND', 'gpgv', { hint: '' }));

function setUp(mirror: string, more: Partial<KernelTarballRequest> = {}) {
  const folder = temporaryFolder();
  const keyring = join(folder, 'keyring.gpg');
  writeFileSync(keyring, SIGNING_KEYRING);
  const fetch = (again: Partial<KernelTarballRequest> = {}) =>
    fetchKernelTarball({
      version: '6.6.95',
      cache: openCache({ folder: join(folder, 'cache') }),
      mirrors: { kernel: [mirror] },
      env: {},
      retryMilliseconds: [1],
      run: withoutGpgv,
      knownDigests: {},
      ...more,
      ...again,
    });
  return { fetch, keyring };
}

describe('a kernel tarball', () => {
  it('is checked by the published checksums, and the signature of those', async () => {
    const mirror = await startMirror(RIGHT);
    const { fetch, keyring } = setUp(mirror.url);
    expect(await fetch({ run: localRunner, keyring })).toMatchObject({
      sha256: sha256('abc'),
      bytes: 3,
      cached: false,
      signature: { kind: 'good', fingerprint: SIGNING_FINGERPRINT },
    });
    expect(mirror.requests).toEqual([`GET ${SUMS}`, `GET ${TARBALL}`]);
  });

  it('is said to be unsigned where the signature cannot be checked', async () => {
    const mirror = await startMirror(RIGHT);
    expect((await setUp(mirror.url).fetch()).signature).toEqual({
      kind: 'unsigned',
      reason: 'gpgv is not installed',
    });
  });

  it('needs no network the second time', async () => {
    const mirror = await startMirror(RIGHT);
    const { fetch } = setUp(mirror.url);
    await fetch();
    await mirror.stop();
    expect(await fetch()).toMatchObject({ cached: true, sha256: sha256('abc') });
  });

  it('is refused when it is not the published one', async () => {
    const mirror = await startMirror({ ...RIGHT, [TARBALL]: 'other' });
    await expect(setUp(mirror.url).fetch()).rejects.toMatchObject({
      code: 'DOWNLOAD_HASH_MISMATCH',
      details: { expected: sha256('abc'), found: sha256('other') },
    });
  });

  it('is refused when the checksums were tampered with', async () => {
    const forged = SIGNED_CHECKSUMS.replace(sha256('abc'), sha256('evil'));
    const mirror = await startMirror({ [TARBALL]: 'evil', [SUMS]: forged });
    const { fetch, keyring } = setUp(mirror.url, { run: localRunner });
    await expect(fetch({ keyring })).rejects.toMatchObject({ code: 'SIGNATURE_BAD' });
    expect(mirror.requests).toEqual([`GET ${SUMS}`]);
  });

  it('is not taken from unsigned lines around the signed ones', async () => {
    const forged = `${sha256('evil')}  linux-6.6.97.tar.xz\n\n${SIGNED_CHECKSUMS}`;
    const mirror = await startMirror({ '/v6.x/linux-6.6.97.tar.xz': 'evil', [SUMS]: forged });
    const { fetch, keyring } = setUp(mirror.url, { run: localRunner, version: '6.6.97' });
    await expect(fetch({ keyring })).rejects.toMatchObject({ code: 'CHECKSUM_NOT_LISTED' });
  });

  it('is not fetched when the checksums do not list it', async () => {
    const mirror = await startMirror(RIGHT);
    const run = setUp(mirror.url).fetch({ version: '6.6.97' });
    await expect(run).rejects.toMatchObject({ code: 'CHECKSUM_NOT_LISTED' });
  });

  it('may come from a mirror without checksums, unless a keyring asks for them', async () => {
    const mirror = await startMirror({ [TARBALL]: 'abc' });
    const { fetch, keyring } = setUp(mirror.url);
    await expect(fetch({ keyring })).rejects.toMatchObject({ code: 'DOWNLOAD_NOT_FOUND' });
    expect((await fetch()).signature).toMatchObject({ kind: 'unsigned' });
  });

  it('may come from a mirror that answers 403 for checksums it lacks, as object stores do', async () => {
    const mirror = await startMirror({
      [TARBALL]: 'abc',
      [SUMS]: (_, response) => response.writeHead(403).end(),
    });
    const { fetch, keyring } = setUp(mirror.url);
    await expect(fetch({ keyring })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect((await fetch()).signature).toMatchObject({ kind: 'unsigned' });
  });

  it('is not asked about when its digest is pinned', async () => {
    const mirror = await startMirror({ [TARBALL]: 'mine' });
    const got = await setUp(mirror.url).fetch({ pinnedSha256: sha256('mine') });
    expect(got).toMatchObject({ trust: 'pinned' });
    expect(got).not.toHaveProperty('signature');
    expect(mirror.requests).toEqual([`GET ${TARBALL}`]);
  });

  it('that this program knows needs no checksums of a mirror, and no other is taken for it', async () => {
    const mirror = await startMirror(RIGHT);
    const { fetch } = setUp(mirror.url);
    const knownDigests = { 'linux-6.6.95.tar.xz': sha256('abc') };
    expect(await fetch({ knownDigests })).toMatchObject({ trust: 'known' });
    expect(mirror.requests).toEqual([`GET ${TARBALL}`]);
    const forged = await startMirror({ [TARBALL]: 'evil', [SUMS]: SIGNED_CHECKSUMS });
    await expect(setUp(forged.url).fetch({ knownDigests })).rejects.toMatchObject({
      code: 'DOWNLOAD_HASH_MISMATCH',
      details: { expected: sha256('abc'), found: sha256('evil') },
    });
  });

  it('of a version that kernel.org cannot have is an error at once', async () => {
    const mirror = await startMirror({});
    const run = setUp(mirror.url).fetch({ version: '6.6.95-custom' });
    await expect(run).rejects.toMatchObject({ code: 'KERNEL_VERSION_INVALID' });
    expect(mirror.requests).toEqual([]);
  });
});
