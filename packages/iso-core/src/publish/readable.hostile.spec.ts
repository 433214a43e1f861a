// Addresses that do not give what was just put there, or not yet.
import { describe, expect, it } from 'vitest';
import { startServer } from '../runtime/testing/http-server.testing.js';
import { KEYS, sealedFor, shop } from './publish.testing.js';
import { assertReadable } from './readable.js';
import { memoryStore } from './store/memory-store.testing.js';

/** A store whose public address answers `statuses` one after the other, the last for ever. */
async function served(...statuses: readonly number[]) {
  const store = memoryStore();
  const { serve } = store;
  const server = await startServer((_, response) => {
    const status = statuses[Math.min(server.requests.length, statuses.length) - 1];
    response.writeHead(status ?? 200).end();
  });
  store.serve = () => Promise.resolve(server);
  return { ...(await shop(store)), store, server, serve };
}

describe('a public address that nobody may read', () => {
  it.each([403, 404])('(%d) is known before the ISO is sent', async (status) => {
    const { store, server, publish } = await served(status);
    await expect(publish(await sealedFor())).rejects.toMatchObject({
      code: 'PUBLISHED_NOT_READABLE',
      message: expect.stringContaining(`(${status})`) as string,
      hint: expect.stringContaining('s3:GetObject') as string,
    });
    expect([...store.objects.keys()]).toEqual([KEYS.sha256]);
    expect(store.calls.filter((call) => call.startsWith('beginUpload'))).toEqual([]);
    // What lies in between may keep it that there is no ISO.
    expect(new Set(server.requests)).toEqual(new Set([`GET /${KEYS.sha256}`]));
  });

  it('is gone on with once it may be read', async () => {
    const { store, serve, publish } = await served(403);
    const sealed = await sealedFor();
    await expect(publish(sealed)).rejects.toMatchObject({ code: 'PUBLISHED_NOT_READABLE' });
    store.serve = serve;
    const open = await shop(store);
    expect(await open.publish(sealed)).toMatchObject({ status: 'published' });
  });
});

describe('a public address', () => {
  const asked = async (...statuses: readonly number[]) => {
    const { server } = await served(...statuses);
    const { signal } = new AbortController();
    await assertReadable({ url: `${server.url}/a.iso.sha256`, env: {}, signal });
    return server.requests.length;
  };

  it('may take its time until something is there', async () => {
    await expect(asked(404, 404, 200)).resolves.toBe(3);
  });

  it.each([200, 500, 503])('that answers %d is no reason to stop', async (status) => {
    await expect(asked(status)).resolves.toBe(1);
  });

  it('that does not answer is no reason to stop', async () => {
    const { signal } = new AbortController();
    const url = 'http://127.0.0.1:1/a.iso.sha256';
    await expect(assertReadable({ url, env: {}, signal })).resolves.toBeUndefined();
  });

  it('is asked no more once that is cancelled', async () => {
    const controller = new AbortController();
    const server = await startServer((_, response) => {
      controller.abort();
      response.writeHead(404).end();
    });
    const options = { url: server.url, env: {}, signal: controller.signal };
    await expect(assertReadable(options)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
