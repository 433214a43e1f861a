// Stores that lose answers, honour no conditions or change under way, and publishers that race: never a wrong
// object under a name, never a success that is lost.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../runtime/index.js';
import { KEYS, sealedFor, shop } from './publish.testing.js';
import { memoryStore } from './store/memory-store.testing.js';

const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('a store that honours no condition', () => {
  it.each([false, 'not implemented'] as const)(
    '(%s) is refused, and keeps no claim',
    async (putNew) => {
      const { store, publish } = await shop();
      store.honours.putNew = putNew;
      await expect(publish(await sealedFor())).rejects.toMatchObject({
        code: 'STORE_UNCONDITIONAL',
      });
      expect([...store.objects]).toEqual([]);
    },
  );

  it.each([false, 'not implemented'] as const)(
    '(%s) is used where that is allowed',
    async (putNew) => {
      const { store, publish } = await shop();
      store.honours = { putNew, complete: false };
      const sealed = await sealedFor();
      expect(await publish(sealed, { allowUnconditional: true })).toMatchObject({
        status: 'published',
      });
      expect(store.objects.size).toBe(3);
    },
  );
});

describe('a claim that somebody else writes at this moment', () => {
  it('is looked at again until it is there', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    // S3 answers 409 to the second of two conditional writes, and the first may not be there yet.
    const putNew = store.putNew.bind(store);
    let conflicts = 2;
    store.putNew = async (key, ...rest) => {
      conflicts -= 1;
      return key === KEYS.sha256 && conflicts >= 0 ? 'exists' : putNew(key, ...rest);
    };
    expect(await publish(sealed)).toMatchObject({ status: 'published' });
  });
});

describe('an ISO that somebody else completes at this moment', () => {
  it.each(['exists', 'gone'] as const)(
    '(%s) is looked at again until it is there',
    async (outcome) => {
      const { store, publish } = await shop();
      const sealed = await sealedFor();
      const [complete, head] = [store.completeUpload.bind(store), store.head.bind(store)];
      let looks = 0;
      store.completeUpload = async (...args) => {
        await complete(...args);
        looks = 2;
        return outcome;
      };
      store.head = async (key) => {
        looks -= 1;
        return key === KEYS.iso && looks >= 0 ? undefined : head(key);
      };
      expect(await publish(sealed)).toMatchObject({ status: 'published' });
    },
  );

  it('is an error when it never comes', async () => {
    const { store, publish } = await shop();
    store.completeUpload = async () => 'exists';
    await expect(publish(await sealedFor())).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
  });
});

describe('a manifest that somebody else writes at this moment', () => {
  it('is looked at again until it is there', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    const [putNew, get] = [store.putNew.bind(store), store.get.bind(store)];
    let looks = 0;
    store.putNew = async (key, ...rest) => {
      const written = await putNew(key, ...rest);
      if (key !== KEYS.manifest) return written;
      looks = 2;
      return 'exists';
    };
    store.get = async (key, most) => {
      looks -= 1;
      return key === KEYS.manifest && looks >= 0 ? undefined : get(key, most);
    };
    expect(await publish(sealed)).toMatchObject({ status: 'published' });
  });
});

describe('a claim that is removed', () => {
  it('before the upload begins ends the publication', async () => {
    const { store, publish } = await shop();
    store.after = (method, key) => {
      if (method === 'head' && key === KEYS.iso && store.objects.has(KEYS.sha256))
        store.objects.delete(KEYS.sha256);
    };
    await expect(publish(await sealedFor())).rejects.toMatchObject({ code: 'PUBLISH_CLAIM_LOST' });
    expect(store.uploads.size).toBe(0);
    expect(store.objects.has(KEYS.iso)).toBe(false);
  });
});

describe('parts that were uploaded for an earlier claim', () => {
  it('are not gone on with: what was kept beside them is of another ISO', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    await store.beginUpload(KEYS.iso, { contentType: 'x', metadata: { sha256: sha256('other') } });
    const head = store.head.bind(store);
    store.head = async (key) => {
      const facts = await head(key);
      return key === KEYS.sha256 && facts ? { ...facts, modified: new Date(1000) } : facts;
    };
    expect(await publish(sealed)).toMatchObject({ status: 'published' });
    expect(store.objects.get(KEYS.iso)?.headers.metadata).toMatchObject({ sha256: sealed.sha256 });
  });
});

describe('an answer that is lost', () => {
  it.each(['completeUpload', 'uploadPart', 'beginUpload', 'putNew'] as const)(
    'of %s costs the run, and the next one ends well',
    async (method) => {
      const { store, publish } = await shop();
      const sealed = await sealedFor();
      let isFirst = true;
      store.after = (called) => {
        if (called !== method || !isFirst) return;
        isFirst = false;
        throw lost();
      };
      await expect(publish(sealed)).rejects.toThrow('socket hang up');
      expect(await publish(sealed)).toMatchObject({ publication: { sha256: sealed.sha256 } });
      expect(sha256(store.objects.get(KEYS.iso)?.bytes ?? '')).toBe(sealed.sha256);
    },
  );

  it('of a completed upload is found out by looking', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    // The SDK asks again, and the store knows no such upload any more.
    const complete = store.completeUpload.bind(store);
    store.completeUpload = async (...args) => {
      await complete(...args);
      return complete(...args);
    };
    expect(await publish(sealed)).toMatchObject({ status: 'published' });
  });
});

describe('an ISO that changes while it is published', () => {
  it('is never completed, and leaves no parts', async () => {
    const { store, publish } = await shop();
    const sealed = await sealedFor();
    store.before = (method) => {
      if (method === 'beginUpload') writeFileSync(sealed.path, Buffer.alloc(sealed.size, 1));
    };
    await expect(publish(sealed)).rejects.toMatchObject({ code: 'ISO_CHANGED_MEANWHILE' });
    expect(store.objects.has(KEYS.iso)).toBe(false);
    expect(store.uploads.size).toBe(0);
  });

  it('is not published in part when it grows or is cut short', async () => {
    for (const change of [
      (path: string) => writeFileSync(path, 'short'),
      (path: string, size: number) => {
        writeFileSync(path, Buffer.alloc(size));
        appendFileSync(path, 'x');
      },
    ]) {
      const { store, publish } = await shop();
      const sealed = await sealedFor();
      store.before = (method) => {
        if (method === 'beginUpload') change(sealed.path, sealed.size);
      };
      await expect(publish(sealed)).rejects.toMatchObject({ code: 'ISO_CHANGED_MEANWHILE' });
      expect(store.objects.has(KEYS.iso)).toBe(false);
    }
  });
});

describe('publishers at the same time', () => {
  it('of different bytes: one wins, the others are told, and the object is the winner’s', async () => {
    const store = memoryStore();
    // As RADOS Gateway: the claim alone keeps them apart.
    store.honours.complete = false;
    store.before = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    const all = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => ({
        sealed: await sealedFor(`CONFIG_RACER=${index}\n`),
        ...(await shop(store)),
      })),
    );
    const ended = await Promise.allSettled(all.map(({ publish, sealed }) => publish(sealed)));
    const winners = ended.flatMap((result, index) =>
      result.status === 'fulfilled' ? [index] : [],
    );
    expect(winners).toHaveLength(1);
    for (const result of ended) {
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: 'PUBLISH_NAME_TAKEN' });
    }
    const winner = all[winners[0] ?? 0]?.sealed;
    expect(sha256(store.objects.get(KEYS.iso)?.bytes ?? '')).toBe(winner?.sha256);
  });

  it('of the same bytes all end well', async () => {
    const store = memoryStore();
    store.before = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    const sealed = await sealedFor();
    const all = await Promise.all(Array.from({ length: 5 }, () => shop(store)));
    const ended = await Promise.all(all.map(({ publish }) => publish(sealed)));
    expect(ended.map(({ status }) => status)).not.toContain('dry run');
    expect(sha256(store.objects.get(KEYS.iso)?.bytes ?? '')).toBe(sealed.sha256);
  });
});

describe('what is read back', () => {
  it('is an error when it has another kernel, also where only the kernel is read', async () => {
    const { store, publish } = await shop();
    const [sealed, other] = [await sealedFor(), await sealedFor('CONFIG_OTHER=y\n')];
    expect(other.size).toBe(sealed.size);
    store.after = (method) => {
      if (method === 'completeUpload')
        store.objects.get(KEYS.iso)?.bytes.set(readFileSync(other.path));
    };
    await expect(publish(sealed)).rejects.toMatchObject({
      code: 'PUBLISHED_DIFFERS',
      message: expect.stringContaining(`its kernel is ${other.manifest.kernel.sha256}`),
    });
  });

  it('is an error when it is not what was uploaded', async () => {
    const { store, publish } = await shop();
    const [sealed, other] = [await sealedFor(), await sealedFor('CONFIG_OTHER=y\n')];
    store.after = (method) => {
      const object = store.objects.get(KEYS.iso);
      if (method !== 'putNew' || object === undefined || object.bytes.length !== sealed.size)
        return;
      object.bytes.fill(0, 0x8000 + 8, 0x8000 + 40);
      expect(other.sha256).not.toBe(sealed.sha256);
    };
    await expect(publish(sealed, { depth: 'content' })).rejects.toMatchObject({
      code: 'PUBLISHED_DIFFERS',
      message: expect.stringContaining('its SHA-256 is'),
    });
  });
});
