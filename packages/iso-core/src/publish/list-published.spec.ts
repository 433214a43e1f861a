import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IsoError, silentProgress } from '../runtime/index.js';
import { resolveRequirements } from '../spec/index.js';
import { parse } from '../spec/spec.testing.js';
import { formatList } from './format-list.js';
import { listInStore } from './list-published.js';
import { KEYS, NAME, sealedFor, shop, type Shop } from './publish.testing.js';

const requirements = resolveRequirements(
  parse({ minikube: '1.38.1', kernel: { require: ['NET_SCH_PRIO', 'NET_SCH_TBF'] } }),
);
const HEADERS = { contentType: 'x' };

function list({ store, target }: Shop) {
  const signal = new AbortController().signal;
  return listInStore({
    store,
    place: target,
    requirements,
    env: {},
    progress: silentProgress,
    signal,
  });
}

describe('the list of what is published', () => {
  it('says of each ISO what its manifest says', async () => {
    const bucket = await shop();
    const sealed = await sealedFor();
    await bucket.publish(sealed);
    expect(await list(bucket)).toEqual([
      {
        name: NAME,
        url: `${bucket.target.publicUrl}/${KEYS.iso}`,
        size: sealed.size,
        date: '2026-11-22',
        sha256: sealed.sha256,
        architecture: 'amd64',
        kernelRelease: sealed.manifest.kernel.release,
        requirements: ['NET_SCH_PRIO'],
        verified: true,
      },
    ]);
  });

  it('looks at what was put there by hand, of which nobody knows the digest', async () => {
    const bucket = await shop();
    const { path, size } = await sealedFor('CONFIG_NET_SCH_TBF=y\n');
    await bucket.store.put('minikube/minikube-2021-01-18.iso', readFileSync(path), HEADERS);
    const [found] = await list(bucket);
    expect(found).toMatchObject({
      name: 'minikube-2021-01-18.iso',
      date: '2021-01-18',
      size,
      architecture: 'amd64',
      kernelRelease: '6.1.0',
    });
    expect(found?.requirements).toContain('NET_SCH_TBF');
    expect(found?.requirements).not.toContain('NET_SCH_PRIO');
    expect(found).not.toHaveProperty('sha256');
    expect(found).not.toHaveProperty('verified');
  });

  it('believes no manifest that is of another ISO', async () => {
    const bucket = await shop();
    const sealed = await sealedFor();
    await bucket.publish(sealed);
    await bucket.store.put(KEYS.iso, Buffer.from('other'), HEADERS);
    const [found] = await list(bucket);
    expect(found).toMatchObject({ size: 5, problem: expect.any(String) });
    expect(found).not.toHaveProperty('verified');
  });

  it('has the newest first, by date and then by counter, and ISOs alone', async () => {
    const bucket = await shop();
    const names = [
      'minikube-2026-11-22.iso',
      'minikube-2026-11-22-10-arm64.iso',
      'minikube-2026-11-22-2.iso',
      'minikube-2026-11-23-arm64.iso',
      'minikube-2026-11-23-amd64.iso',
      'chaos.iso',
    ];
    for (const name of [...names, 'notes.txt', 'deep/minikube-2026-11-30.iso', 'x.iso.sha256']) {
      await bucket.store.put(`minikube/${name}`, Buffer.from('x'), HEADERS);
    }
    await bucket.store.put('other/minikube-2026-12-01.iso', Buffer.from('x'), HEADERS);
    expect((await list(bucket)).map(({ name }) => name)).toEqual([
      'minikube-2026-11-23-amd64.iso',
      'minikube-2026-11-23-arm64.iso',
      'minikube-2026-11-22-10-arm64.iso',
      'minikube-2026-11-22-2.iso',
      'minikube-2026-11-22.iso',
      'chaos.iso',
    ]);
  });

  it('stays whole when something in it may not be read, and ends when it may not be listed', async () => {
    const bucket = await shop();
    await bucket.publish(await sealedFor());
    const denied = () => {
      throw new IsoError('STORE_ACCESS_DENIED', 'no', { hint: '' });
    };
    bucket.store.before = (method) => (method === 'get' ? denied() : undefined);
    expect(await list(bucket)).toMatchObject([{ name: NAME, architecture: 'amd64' }]);
    bucket.store.before = (method) => (method === 'list' ? denied() : undefined);
    await expect(list(bucket)).rejects.toMatchObject({ code: 'STORE_ACCESS_DENIED' });
  });

  it('is a table, with what could not be looked at below it', () => {
    expect(formatList([])).toEqual(['Nothing is published there.']);
    const basis = { url: '', size: 1024, date: '2026-11-22' };
    const lines = formatList([
      {
        ...basis,
        name: 'a.iso',
        sha256: 'ab'.repeat(32),
        architecture: 'amd64',
        kernelRelease: '6.6.95',
        requirements: ['A', 'B'],
        verified: true,
      },
      { ...basis, name: 'b\u001b[31m::error::.iso', problem: 'it is\nno ISO' },
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/^NAME +DATE +ARCH +KERNEL +SIZE +SHA-256 +HOLDS +VERIFIED$/),
      expect.stringMatching(
        /^a\.iso +2026-11-22 +amd64 +6\.6\.95 +1\.0 KiB +abababababab +2 +yes$/,
      ),
      expect.stringContaining('unknown'),
      expect.stringContaining('it is'),
    ]);
    expect(lines.join('')).not.toMatch(/[\u001b\n]/);
  });
});
