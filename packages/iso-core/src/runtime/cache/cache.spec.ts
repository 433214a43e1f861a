import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { openCache } from './cache.js';
import { cacheFolder } from './location.js';

describe('cacheFolder', () => {
  it.each([
    [{ NX_MINIKUBE_ISO_CACHE: '/own', XDG_CACHE_HOME: '/xdg' }, '/own'],
    [{ NX_MINIKUBE_ISO_CACHE: '', XDG_CACHE_HOME: '/xdg' }, '/xdg/nx-minikube-iso'],
    [{ XDG_CACHE_HOME: 'relative' }, '/home/me/.cache/nx-minikube-iso'],
    [{}, '/home/me/.cache/nx-minikube-iso'],
  ])('of %j is %s', (env, folder) => {
    expect(cacheFolder(env, '/home/me')).toBe(folder);
  });
});

describe('openCache', () => {
  it('touches no disk', () => {
    const folder = join(temporaryFolder(), 'cache');
    expect(openCache({ env: { NX_MINIKUBE_ISO_CACHE: folder } }).folder).toBe(folder);
    expect(existsSync(folder)).toBe(false);
  });

  it('discards a folder once nobody makes it any more', async () => {
    const cache = openCache({ folder: temporaryFolder() });
    let discarded: Promise<void> | undefined;
    const { folder } = await cache.stage(
      'kind',
      'key',
      () =>
        new Promise((finish) => {
          discarded = cache.discard('kind', 'key', { onWait: () => finish() });
        }),
    );
    await discarded;
    expect(existsSync(folder)).toBe(false);
    await cache.discard('kind', 'key');
  });

  it('gives paths inside, and none outside', () => {
    const cache = openCache({ folder: '/cache' });
    expect(cache.path('a', 'b.c')).toBe('/cache/a/b.c');
    for (const outside of [['..'], ['a', '../../b'], ['/etc'], ['../cache2']]) {
      expect(() => cache.path(...outside)).toThrow(TypeError);
    }
  });

  it.each(['', '..', '.hidden', 'a/b', 'a\0', 'a b', '-x', 'x'.repeat(201)])(
    'takes no name like %j',
    async (name) => {
      const cache = openCache({ folder: temporaryFolder() });
      const work = () => Promise.resolve();
      await expect(cache.stage('kind', name, work)).rejects.toThrow(TypeError);
      await expect(cache.stage(name, 'key', work)).rejects.toThrow(TypeError);
      expect(() => cache.withLock(name, work)).toThrow(TypeError);
    },
  );
});

describe('stage', () => {
  it('makes a folder once', async () => {
    const cache = openCache({ folder: temporaryFolder() });
    let made = 0;
    const produce = async (folder: string) => {
      await Promise.resolve();
      made++;
      writeFileSync(join(folder, 'file'), 'x');
    };
    const folder = cache.path('kind', 'key');
    expect(await cache.stage('kind', 'key', produce)).toEqual({ folder, cached: false });
    expect(await cache.stage('kind', 'key', produce)).toEqual({ folder, cached: true });
    expect(made).toBe(1);
    expect(readdirSync(cache.path('kind'))).toEqual(['key']);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('x');
  });

  it('makes it once when many want it at the same time', async () => {
    const cache = openCache({ folder: temporaryFolder() });
    let made = 0;
    const produce = async () => {
      made++;
      await new Promise(setImmediate);
    };
    const all = Array.from({ length: 6 }, () => cache.stage('kind', 'key', produce));
    expect((await Promise.all(all)).filter(({ cached }) => !cached)).toHaveLength(1);
    expect(made).toBe(1);
  });

  it('keeps long keys apart', async () => {
    const cache = openCache({ folder: temporaryFolder() });
    const key = 'x'.repeat(199);
    let inside = 0;
    const produce = async () => {
      inside++;
      await new Promise(setImmediate);
    };
    await Promise.all([
      cache.stage('kind', `${key}1`, produce),
      cache.stage('kind', `${key}2`, produce),
    ]);
    expect(inside).toBe(2);
    expect(readdirSync(cache.path('kind')).sort()).toEqual([`${key}1`, `${key}2`]);
  });

  it('is not finished before it is complete', async () => {
    const cache = openCache({ folder: temporaryFolder() });
    await cache.stage('kind', 'key', (folder) => {
      expect(existsSync(cache.path('kind', 'key'))).toBe(false);
      expect(folder.startsWith(cache.path('kind'))).toBe(true);
      return Promise.resolve();
    });
  });
});
