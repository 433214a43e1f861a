// An object store in memory that does what S3 does, and on demand what it should not; and a server on
// which its objects are public.
import { createHash } from 'node:crypto';
import { answerRange } from '../../image/bytes/range-server.testing.js';
import { startServer, type TestServer } from '../../runtime/testing/http-server.testing.js';
import type { ObjectHeaders, ObjectStore, UploadedPart } from './object-store.js';

interface StoredObject {
  readonly bytes: Buffer;
  readonly headers: ObjectHeaders;
}

interface StoredUpload {
  readonly key: string;
  readonly headers: ObjectHeaders;
  readonly parts: Map<number, Buffer>;
}

type Method = Exclude<keyof ObjectStore, 'name' | 'close'>;

export interface MemoryStore extends ObjectStore {
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, StoredUpload>;
  /** Every call so far: `putNew minikube/a.iso`. */
  readonly calls: string[];
  /** Whether conditions are honoured, on small objects and on large ones. */
  honours: { putNew: boolean | 'not implemented'; complete: boolean };
  /** Called before a method does anything; what it throws is what the caller gets. */
  before: (method: Method, key: string) => void | Promise<void>;
  /** Called when a method has done everything; what it throws is what the caller gets: a lost answer. */
  after: (method: Method, key: string) => void | Promise<void>;
  /** Serves the objects to everyone; `publicUrl` for this store. */
  serve(): Promise<TestServer>;
}

export function memoryStore(): MemoryStore {
  const objects: MemoryStore['objects'] = new Map();
  const uploads: MemoryStore['uploads'] = new Map();
  let ids = 0;
  const etag = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
  const facts = (key: string, { bytes, headers }: StoredObject) => ({
    key,
    size: bytes.byteLength,
    modified: new Date(0),
    metadata: headers.metadata ?? {},
  });
  const plain: Omit<ObjectStore, 'name' | 'close'> = {
    head: async (key) => {
      const object = objects.get(key);
      return object && facts(key, object);
    },
    get: async (key) => objects.get(key)?.bytes,
    putNew: async (key, bytes, headers) => {
      if (store.honours.putNew === 'not implemented') return 'unconditional';
      if (store.honours.putNew && objects.has(key)) return 'exists';
      objects.set(key, { bytes: Buffer.from(bytes), headers });
      return 'created';
    },
    put: async (key, bytes, headers) => {
      objects.set(key, { bytes: Buffer.from(bytes), headers });
    },
    remove: async (key) => {
      objects.delete(key);
    },
    list: async (prefix) =>
      [...objects]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, object]) => facts(key, object)),
    beginUpload: async (key, headers) => {
      const id = `upload-${(ids += 1)}`;
      uploads.set(id, { key, headers, parts: new Map() });
      return id;
    },
    pendingUploads: async (prefix) =>
      [...uploads]
        .filter(([, { key }]) => key.startsWith(prefix))
        .map(([id, { key }]) => ({ key, id, started: new Date(0) })),
    uploadedParts: async (_, id) => {
      const upload = uploads.get(id);
      return (
        upload &&
        [...upload.parts]
          .sort(([one], [other]) => one - other)
          .map(([number, bytes]): UploadedPart => ({
            number,
            size: bytes.byteLength,
            etag: etag(bytes),
          }))
      );
    },
    uploadPart: async (_, id, { number, bytes }) => {
      const upload = uploads.get(id);
      if (upload === undefined) return 'gone';
      const copy = Buffer.from(bytes);
      upload.parts.set(number, copy);
      return 'taken';
    },
    completeUpload: async (key, id, parts) => {
      const upload = uploads.get(id);
      if (upload === undefined) return 'gone';
      if (store.honours.complete && objects.has(key)) return 'exists';
      const bytes = Buffer.concat(
        parts.map(({ number }) => upload.parts.get(number) ?? Buffer.alloc(0)),
      );
      objects.set(key, { bytes, headers: upload.headers });
      uploads.delete(id);
      return 'created';
    },
    abortUpload: async (_, id) => {
      uploads.delete(id);
    },
  };
  const watched = Object.fromEntries(
    Object.entries(plain).map(([method, call]) => [
      method,
      async (key: string, ...rest: unknown[]) => {
        store.calls.push(`${method} ${key}`);
        await store.before(method as Method, key);
        const answer = await (call as (...all: unknown[]) => Promise<unknown>)(key, ...rest);
        await store.after(method as Method, key);
        return answer;
      },
    ]),
  ) as unknown as typeof plain;
  const store: MemoryStore = {
    ...watched,
    name: 's3://isos',
    close: () => undefined,
    objects,
    uploads,
    calls: [],
    honours: { putNew: true, complete: true },
    before: () => undefined,
    after: () => undefined,
    serve: () =>
      startServer((request, response) => {
        const object = objects.get((request.url ?? '').slice(1));
        if (object === undefined) response.writeHead(404).end();
        else
          answerRange({ bytes: object.bytes, etag: `"${etag(object.bytes)}"` }, request, response);
      }),
  };
  return store;
}
