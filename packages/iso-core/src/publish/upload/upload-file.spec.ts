import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestPieces, IsoError, silentProgress } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { memoryStore, type MemoryStore } from '../store/memory-store.testing.js';
import { InFlight } from './in-flight.js';
import { uploadFile, type UploadOptions } from './upload-file.js';

const KEY = 'minikube/a.iso';
const PART = 1000;
const HEADERS = { contentType: 'application/octet-stream' };

/** A file of ten parts, the last one short. */
async function upload(store: MemoryStore, more: Partial<UploadOptions> = {}) {
  const bytes = randomBytes(9 * PART + 1);
  const path = join(temporaryFolder(), 'a.iso');
  writeFileSync(path, bytes);
  const options: UploadOptions = {
    store,
    key: KEY,
    file: { ...(await digestPieces(path, PART)), path },
    headers: HEADERS,
    since: new Date(0),
    signal: new AbortController().signal,
    step: silentProgress.step(''),
    ...more,
  };
  return {
    bytes,
    options,
    run: (again: Partial<UploadOptions> = {}) => uploadFile({ ...options, ...again }),
  };
}

const sent = (store: MemoryStore) =>
  store.calls.filter((call) => call.startsWith('uploadPart')).length;

describe('an upload', () => {
  it('makes the object of all parts, in their order', async () => {
    const store = memoryStore();
    const { bytes, run } = await upload(store);
    expect(await run()).toEqual({ outcome: 'created', resumed: 0 });
    expect(store.objects.get(KEY)?.bytes.equals(bytes)).toBe(true);
    expect(sent(store)).toBe(10);
    expect(store.uploads.size).toBe(0);
  });

  it('of an empty file has one part', async () => {
    const store = memoryStore();
    const { run, options } = await upload(store);
    writeFileSync(options.file.path, '');
    const { path } = options.file;
    const file = { ...(await digestPieces(path, PART)), path };
    expect(await run({ file })).toMatchObject({ outcome: 'created' });
    expect(store.objects.get(KEY)?.bytes.byteLength).toBe(0);
  });

  it('has only so many parts under way at once', async () => {
    const store = memoryStore();
    let [now, most] = [0, 0];
    store.before = async (method) => {
      if (method !== 'uploadPart') return;
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now -= 1;
    };
    await (await upload(store)).run({ parallel: 3 });
    expect(most).toBe(3);
  });

  it('tells how far it is', async () => {
    const fractions: number[] = [];
    const step = {
      ...silentProgress.step(''),
      update: ({ fraction = 0 }: { fraction?: number }) => void fractions.push(fraction),
    };
    await (await upload(memoryStore())).run({ step });
    expect(fractions.at(-1)).toBe(1);
    expect([...fractions].sort((one, other) => one - other)).toEqual(fractions);
  });

  it('goes on from the parts that an earlier run got across', async () => {
    const store = memoryStore();
    const { bytes, run } = await upload(store);
    const controller = new AbortController();
    store.after = () => {
      if (sent(store) === 7) controller.abort(new IsoError('CANCELLED', 'Stopped', { hint: '' }));
    };
    await expect(run({ signal: controller.signal, parallel: 1 })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const before = sent(store);
    store.after = () => undefined;
    expect(await run()).toEqual({ outcome: 'created', resumed: before * PART });
    expect(sent(store)).toBe(10);
    expect(store.objects.get(KEY)?.bytes.equals(bytes)).toBe(true);
  });

  it('sends a part again that is not the file’s', async () => {
    const store = memoryStore();
    const { bytes, run } = await upload(store);
    const id = await store.beginUpload(KEY, HEADERS);
    store.uploads.get(id)?.parts.set(1, bytes.subarray(0, PART));
    store.uploads.get(id)?.parts.set(2, Buffer.alloc(PART));
    store.uploads.get(id)?.parts.set(3, bytes.subarray(2 * PART, 3 * PART - 1));
    // Of a run that cut the file in smaller parts.
    store.uploads.get(id)?.parts.set(11, Buffer.alloc(PART));
    expect(await run()).toEqual({ outcome: 'created', resumed: PART });
    expect(store.objects.get(KEY)?.bytes.equals(bytes)).toBe(true);
  });

  it('goes on with the one that got furthest, and with none of another key', async () => {
    const store = memoryStore();
    const { bytes, run } = await upload(store);
    const ids = [
      await store.beginUpload(KEY, HEADERS),
      await store.beginUpload(KEY, HEADERS),
      await store.beginUpload(`${KEY}.other`, HEADERS),
    ];
    const [one = '', two = '', other = ''] = ids;
    store.uploads.get(one)?.parts.set(1, bytes.subarray(0, PART));
    for (const number of [1, 2]) {
      store.uploads.get(two)?.parts.set(number, bytes.subarray((number - 1) * PART, number * PART));
    }
    for (const number of [1, 2, 3]) store.uploads.get(other)?.parts.set(number, Buffer.alloc(PART));
    expect(await run()).toEqual({ outcome: 'created', resumed: 2 * PART });
    expect(store.objects.get(KEY)?.bytes.equals(bytes)).toBe(true);
    expect([...store.uploads.keys()]).toEqual([one, other]);
  });

  it('begins anew where an upload was begun before: its parts are of another ISO', async () => {
    const store = memoryStore();
    const { bytes, run } = await upload(store, { since: new Date(1) });
    const id = await store.beginUpload(KEY, { ...HEADERS, metadata: { sha256: 'of another' } });
    store.uploads.get(id)?.parts.set(1, bytes.subarray(0, PART));
    expect(await run()).toEqual({ outcome: 'created', resumed: 0 });
    expect(store.objects.get(KEY)?.headers).toEqual(HEADERS);
  });

  it('begins anew where earlier uploads may not be listed', async () => {
    const store = memoryStore();
    store.before = (method) => {
      if (method === 'pendingUploads')
        throw new IsoError('STORE_ACCESS_DENIED', 'no', { hint: '' });
    };
    expect(await (await upload(store)).run()).toEqual({ outcome: 'created', resumed: 0 });
  });

  it('is gone when somebody else completed or aborted it', async () => {
    const store = memoryStore();
    store.before = (method) => {
      if (method === 'uploadPart' && sent(store) === 4) store.uploads.clear();
    };
    expect(await (await upload(store)).run()).toMatchObject({ outcome: 'gone' });
    store.before = (method) => {
      if (method === 'completeUpload') store.uploads.clear();
    };
    expect(await (await upload(store)).run()).toMatchObject({ outcome: 'gone' });
  });

  it('is not completed when the store has lost a part', async () => {
    const store = memoryStore();
    store.before = (method) => {
      if (method === 'uploadedParts')
        for (const { parts } of store.uploads.values()) parts.delete(5);
    };
    await expect((await upload(store)).run()).rejects.toMatchObject({
      code: 'UPLOAD_INCOMPLETE',
      message: expect.stringContaining(
        'expected 10 parts with 9001 bytes, the store has 9 with 8001',
      ),
    });
    expect(store.objects.size).toBe(0);
  });

  it('of a file that changes says so, also where it may not be aborted', async () => {
    const store = memoryStore();
    const { run, options } = await upload(store);
    store.before = (method) => {
      if (method === 'beginUpload') writeFileSync(options.file.path, Buffer.alloc(9 * PART + 1));
      if (method === 'abortUpload') throw new IsoError('STORE_ACCESS_DENIED', 'no', { hint: '' });
    };
    await expect(run()).rejects.toMatchObject({ code: 'ISO_CHANGED_MEANWHILE' });
    expect(store.objects.size).toBe(0);
  });

  it('ends with the first failure, and begins no further part', async () => {
    const store = memoryStore();
    store.before = (method) => {
      if (method === 'uploadPart' && sent(store) === 3) throw new Error('broken');
    };
    await expect((await upload(store)).run({ parallel: 2 })).rejects.toThrow('broken');
    expect(sent(store)).toBeLessThanOrEqual(5);
    expect(store.objects.size).toBe(0);
  });
});

describe('tasks in flight', () => {
  it('are all waited for, also after a failure', async () => {
    const flight = new InFlight(2);
    const ended: string[] = [];
    await flight.add(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      ended.push('slow');
    });
    await flight.add(() => Promise.reject(new Error('first')));
    await flight.settled();
    expect(ended).toEqual(['slow']);
    expect(() => flight.throwFirst()).toThrow('first');
    await expect(flight.add(() => Promise.resolve())).rejects.toThrow('first');
  });
});
