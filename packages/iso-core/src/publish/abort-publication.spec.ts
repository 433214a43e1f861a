import { describe, expect, it } from 'vitest';
import { silentProgress } from '../runtime/index.js';
import { abortInStore } from './abort-publication.js';
import { KEYS, sealedFor, shop } from './publish.testing.js';

describe('aborting a publication', () => {
  it('removes the parts and the claim, so that the name is free for other bytes', async () => {
    const { store, target, publish } = await shop();
    const [first, second] = [await sealedFor(), await sealedFor('CONFIG_OTHER=y\n')];
    store.before = (method) => {
      if (method === 'completeUpload') throw new Error('killed');
    };
    await expect(publish(first)).rejects.toThrow('killed');
    store.before = () => undefined;
    await expect(publish(second)).rejects.toMatchObject({ code: 'PUBLISH_NAME_TAKEN' });
    expect(await abortInStore(store, { target, progress: silentProgress })).toEqual({
      object: `s3://isos/${KEYS.iso}`,
      uploads: 1,
      claim: first.sha256,
    });
    expect([store.objects.size, store.uploads.size]).toEqual([0, 0]);
    expect(await publish(second)).toMatchObject({ status: 'published' });
  });

  it('has nothing to do where nothing was begun', async () => {
    const { store, target } = await shop();
    const nothing = { object: `s3://isos/${KEYS.iso}`, uploads: 0 };
    expect(await abortInStore(store, { target, progress: silentProgress })).toEqual(nothing);
  });

  it('takes back nothing that is published, not even at the last moment', async () => {
    const { store, target, publish } = await shop();
    const sealed = await sealedFor();
    await publish(sealed);
    const context = { target, progress: silentProgress };
    await expect(abortInStore(store, context)).rejects.toMatchObject({ code: 'PUBLISH_COMPLETE' });
    expect(store.objects.size).toBe(3);

    const late = await shop();
    await late.store.beginUpload(KEYS.iso, { contentType: 'x' });
    await late.store.put(KEYS.sha256, Buffer.from(sealed.sha256), { contentType: 'x' });
    late.store.before = async (method) => {
      if (method === 'abortUpload')
        await late.store.put(KEYS.iso, Buffer.from('x'), { contentType: 'x' });
    };
    await expect(
      abortInStore(late.store, { ...context, target: late.target }),
    ).rejects.toMatchObject({
      code: 'PUBLISH_COMPLETE',
    });
    expect(late.store.objects.has(KEYS.sha256)).toBe(true);
  });
});
