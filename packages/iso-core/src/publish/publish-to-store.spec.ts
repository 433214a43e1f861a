import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEYS, NAME, sealedFor, shop } from './publish.testing.js';
import { parseSidecar } from './sidecar.js';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');

describe('publishing an ISO', () => {
  it('puts the claim, the ISO and its manifest at their keys, in this order', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    expect(await publish(sealed)).toMatchObject({ status: 'published' });
    expect([...store.objects.keys()]).toEqual([KEYS.sha256, KEYS.iso, KEYS.manifest]);
    expect(text(store.objects.get(KEYS.sha256)?.bytes)).toBe(`${sealed.sha256}\n`);
    expect(store.objects.get(KEYS.iso)?.bytes).toEqual(readFileSync(sealed.path));
    const manifest = parseSidecar(store.objects.get(KEYS.manifest)?.bytes ?? new Uint8Array());
    expect(manifest).toEqual({ ...sealed.manifest, verified: true });
  });

  it('says of each what it is, and that it never changes', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    await publish(sealed);
    const headers = [...store.objects.values()].map((object) => object.headers);
    expect(headers.map(({ contentType }) => contentType)).toEqual([
      'text/plain; charset=utf-8',
      'application/x-iso9660-image',
      'application/json',
    ]);
    for (const { cacheControl } of headers) expect(cacheControl).toContain('immutable');
    for (const { metadata } of headers) {
      expect(metadata).toEqual({
        sha256: sealed.sha256,
        architecture: 'amd64',
        'kernel-release': sealed.manifest.kernel.release,
        options: 'NET_SCH_PRIO',
      });
    }
  });

  it('writes down where the ISO is and what holds in it', async () => {
    const { publish, target, outputFolder } = await shop();
    const sealed = await sealedFor();
    const result = await publish(sealed);
    const publication = {
      publicationVersion: 1,
      architecture: 'amd64',
      name: NAME,
      url: `${target.publicUrl}/${KEYS.iso}`,
      sha256Url: `${target.publicUrl}/${KEYS.sha256}`,
      manifestUrl: `${target.publicUrl}/${KEYS.manifest}`,
      object: `s3://isos/${KEYS.iso}`,
      sha256: sealed.sha256,
      size: sealed.size,
      kernelRelease: sealed.manifest.kernel.release,
      requirements: ['NET_SCH_PRIO'],
      verified: true,
    };
    const file = join(outputFolder, 'publication-amd64.json');
    expect(result).toEqual({ status: 'published', publication, file });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(publication);
  });

  it('finds the same ISO there already, and writes nothing', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    await publish(sealed);
    const before = new Map(store.objects);
    store.calls.length = 0;
    expect(await publish(sealed)).toMatchObject({ status: 'already published' });
    expect(store.objects).toEqual(before);
    expect(store.calls.filter((call) => !/^(?:head|get) /.test(call))).toEqual([]);
  });

  it.each([KEYS.sha256, KEYS.iso, KEYS.manifest])('completes what lacks %s alone', async (key) => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    await publish(sealed);
    const whole = new Map(store.objects);
    store.objects.delete(key);
    expect(await publish(sealed)).toMatchObject({ status: 'published' });
    expect(new Map([...store.objects].sort())).toEqual(new Map([...whole].sort()));
  });

  it('says what it would do, and does nothing, in a dry run', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    const result = await publish(sealed, { dryRun: true });
    expect(result.status).toBe('dry run');
    expect(result.status === 'dry run' ? result.plan.join('\n') : '').toMatch(
      /would claim .*2\.iso\.sha256 for [0-9a-f]{64}\nwould upload .*2\.iso \(.*\)\nwould upload .*manifest\.json\n/,
    );
    expect([...store.objects]).toEqual([]);
    await publish(sealed);
    const again = await publish(sealed, { dryRun: true });
    expect(again.status === 'dry run' ? again.plan.join('\n') : '').not.toMatch(
      /would (?:claim|upload)/,
    );
  });

  it('publishes what was not verified with a manifest that says so', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    const result = await publish({ ...sealed, verified: false });
    expect(result).toMatchObject({ publication: { verified: false } });
    const bytes = store.objects.get(KEYS.manifest)?.bytes ?? new Uint8Array();
    expect(parseSidecar(bytes)?.verified).toBe(false);
    // The same bytes, verified by now, are published already.
    expect(await publish(sealed)).toMatchObject({ status: 'already published' });
  });

  it('reads all of it back where that is asked for', async () => {
    const { publish } = await shop();
    const result = await publish(await sealedFor(), { depth: 'content' });
    expect(result).toMatchObject({ status: 'published' });
  });
});

describe('a name that is taken', () => {
  const other = (digest: string) => expect.stringContaining(digest) as unknown;

  it('is refused for other bytes, with both digests and a name that is free', async () => {
    const { store, publish } = await shop();
    const [first, second] = [await sealedFor(), await sealedFor('CONFIG_OTHER=y\n')];
    await publish(first);
    const before = new Map(store.objects);
    await expect(publish(second)).rejects.toMatchObject({
      code: 'PUBLISH_NAME_TAKEN',
      message: other(first.sha256),
      hint: expect.stringContaining('--name=minikube-2026-11-22-2.iso'),
      details: { found: first.sha256, expected: second.sha256 },
    });
    expect(store.objects).toEqual(before);
  });

  it('is refused when it was only claimed so far', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    const claim = 'a'.repeat(64);
    await store.put(KEYS.sha256, Buffer.from(`${claim}\n`), { contentType: 'text/plain' });
    await expect(publish(sealed)).rejects.toMatchObject({
      code: 'PUBLISH_NAME_TAKEN',
      message: other(claim),
    });
    expect(store.objects.has(KEYS.iso)).toBe(false);
  });

  it('is refused when an ISO lies there by hand, of which nobody knows the digest', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    await store.put(KEYS.iso, readFileSync(sealed.path), { contentType: 'x' });
    await expect(publish(sealed)).rejects.toMatchObject({
      code: 'PUBLISH_NAME_TAKEN',
      message: other('an unknown digest'),
    });
  });

  it('is refused when the claim is no digest', async () => {
    const { store, publish } = await shop();
    await store.put(KEYS.sha256, Buffer.from('<html>'), { contentType: 'text/plain' });
    await expect(publish(await sealedFor())).rejects.toMatchObject({ code: 'PUBLISH_NAME_TAKEN' });
  });

  it('is refused when the manifest there is of another build', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    await publish(sealed);
    const changed = { ...sealed.manifest, routeReasons: ['other'] };
    await expect(publish({ ...sealed, manifest: changed })).rejects.toMatchObject({
      code: 'PUBLISHED_MANIFEST_DIFFERS',
      hint: expect.stringContaining('--name=minikube-2026-11-22-2.iso'),
    });
    expect(store.objects.size).toBe(3);
  });

  it('is skipped over to the next one that is free', async () => {
    const { store, publish } = await shop();
    await publish(await sealedFor());
    await store.put('minikube/minikube-2026-11-22-2.iso.sha256', Buffer.from('x'), {
      contentType: 'x',
    });
    await expect(publish(await sealedFor('CONFIG_OTHER=y\n'))).rejects.toMatchObject({
      details: { free: 'minikube-2026-11-22-3.iso' },
    });
  });
});
