import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startScript } from '../testing/child-process.testing.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { unprivileged } from '../testing/unprivileged.testing.js';
import { openCache } from './cache.js';

const openTemporaryCache = () => openCache({ folder: temporaryFolder() });

describe('a stage that fails', () => {
  it('leaves nothing, and is made anew', async () => {
    const cache = openTemporaryCache();
    const error = new Error('produce');
    const failing = cache.stage('kind', 'key', (folder) => {
      writeFileSync(join(folder, 'half'), '');
      return Promise.reject(error);
    });
    await expect(failing).rejects.toBe(error);
    expect(readdirSync(cache.path('kind'))).toEqual([]);
    const { folder, cached } = await cache.stage('kind', 'key', () => Promise.resolve());
    expect(cached).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('for want of disk space says so and leaves nothing', async () => {
    const cache = openTemporaryCache();
    const failing = cache.stage('kind', 'key', (folder) => {
      writeFileSync(join(folder, 'half'), '');
      writeFileSync('/dev/full', 'x');
      return Promise.resolve();
    });
    await expect(failing).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(readdirSync(cache.path('kind'))).toEqual([]);
  });

  it('leaves what can be gone on with, where that is asked for', async () => {
    const cache = openTemporaryCache();
    const first = cache.stage(
      'kind',
      'key',
      (folder) => {
        writeFileSync(join(folder, 'half'), '1');
        return Promise.reject(new Error('cut'));
      },
      { resume: true },
    );
    await expect(first).rejects.toThrow('cut');
    expect(existsSync(cache.path('kind', 'key'))).toBe(false);
    const second = await cache.stage(
      'kind',
      'key',
      (folder) => {
        expect(readdirSync(folder)).toEqual(['half']);
        return Promise.resolve();
      },
      { resume: true },
    );
    expect(readdirSync(second.folder)).toEqual(['half']);
  });

  it('by cancellation does not appear', async () => {
    const cache = openTemporaryCache();
    const controller = new AbortController();
    const cancelled = cache.stage(
      'kind',
      'key',
      () => {
        controller.abort();
        return Promise.resolve();
      },
      { signal: controller.signal },
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(cache.path('kind', 'key'))).toBe(false);
  });
});

describe('a stage of two processes', () => {
  it('is made anew after a kill -9 in the middle, without what was left', async () => {
    const folder = temporaryFolder();
    const cache = openCache({ folder });
    const killed = startScript('make-stage', folder);
    expect(await killed.nextLine()).toBe('half');
    killed.kill('SIGKILL');
    await killed.ended;
    expect(existsSync(cache.path('kind', 'key'))).toBe(false);
    const { folder: stage } = await cache.stage('kind', 'key', (partial) => {
      expect(readdirSync(partial)).toEqual([]);
      writeFileSync(join(partial, 'whole'), '');
      return Promise.resolve();
    });
    expect(readdirSync(stage)).toEqual(['whole']);
    expect(readdirSync(cache.path('kind'))).toEqual(['key']);
  });

  it('is made by one and used by the other', async () => {
    const folder = temporaryFolder();
    const first = startScript('make-stage', folder);
    await first.nextLine();
    const second = await openCache({ folder }).stage(
      'kind',
      'key',
      () => Promise.reject(new Error('made twice')),
      { onWait: () => first.send('go') },
    );
    expect(second.cached).toBe(true);
    expect(readFileSync(join(second.folder, 'second'), 'utf8')).toBe('from a process');
    expect(await first.nextLine()).toBe('cached false');
  });
});

describe('a read-only cache folder', () => {
  const closed = () => {
    const folder = temporaryFolder();
    return { cache: openCache({ folder }), close: () => chmodSync(folder, 0o555) };
  };

  it('is named with what to do', async () => {
    const { cache, close } = closed();
    close();
    await unprivileged(async () => {
      const refused = { code: 'NOT_WRITABLE', hint: expect.stringContaining('CACHE') };
      const work = () => Promise.resolve();
      await expect(cache.stage('kind', 'key', work)).rejects.toMatchObject(refused);
      await expect(cache.withLock('name', work)).rejects.toMatchObject(refused);
    });
  });

  it('still gives what is in it', async () => {
    const { cache, close } = closed();
    await cache.stage('kind', 'key', () => Promise.resolve());
    close();
    await unprivileged(async () => {
      await expect(
        cache.stage('kind', 'key', () => Promise.reject(new Error('made'))),
      ).resolves.toMatchObject({ cached: true });
    });
  });
});
