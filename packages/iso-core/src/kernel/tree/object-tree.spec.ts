import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../runtime/index.js';
import { objectTreeKey, ownFolder, withObjectTree } from './object-tree.js';
import { TOOLCHAIN, workshop } from './object-tree.testing.js';

describe('objectTreeKey', () => {
  const { options } = { options: workshopOptions() };

  it('is the same for the same source, architecture, toolchain and purpose, wherever they are', () => {
    const elsewhere = { ...options, source: { ...options.source, folder: '/elsewhere' } };
    expect(objectTreeKey(elsewhere)).toBe(objectTreeKey(options));
  });

  it('keeps apart whatever must not share objects', () => {
    const modules = (baseDigest: string) => ({ route: 'modules' as const, baseDigest });
    const keys = [
      options,
      { ...options, source: { ...options.source, digest: 'other' } },
      { ...options, architecture: 'arm64' as const },
      { ...options, toolchain: { ...TOOLCHAIN, digest: 'other' } },
      { ...options, purpose: { route: 'configure' as const } },
      { ...options, purpose: modules('one base') },
      { ...options, purpose: modules('another base') },
      { ...options, epochSeconds: 1 },
    ].map(objectTreeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  function workshopOptions() {
    const source = { folder: '/linux', digest: 'source', version: '6.1.192' };
    const purpose = { route: 'kernel' as const };
    return { source, architecture: 'amd64' as const, toolchain: TOOLCHAIN, purpose };
  }
});

describe('withObjectTree', () => {
  it('keeps the tree, and gives it to the next build', async () => {
    const { inTree } = workshop();
    const first = await inTree((tree) => {
      writeFileSync(join(tree.folder, 'object.o'), 'made');
      return Promise.resolve(tree);
    });
    const second = await inTree((tree) =>
      Promise.resolve({ ...tree, kept: existsSync(join(tree.folder, 'object.o')) }),
    );
    expect(second).toEqual({ ...first, kept: true });
  });

  it('lets one build in at a time, and bases that differ at once', async () => {
    const { inTree } = workshop();
    const order: string[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let enter = () => {};
    const entered = new Promise<void>((resolve) => (enter = resolve));
    const first = inTree(async () => {
      order.push('first in');
      enter();
      await released;
      order.push('first out');
    });
    await entered;
    const second = inTree(() => Promise.resolve(order.push('second in')));
    await inTree(() => Promise.resolve(order.push('other in')), {
      purpose: { route: 'modules', baseDigest: 'base' },
    });
    release();
    await Promise.all([first, second]);
    expect(order.indexOf('second in')).toBeGreaterThan(order.indexOf('first out'));
    expect(order.indexOf('other in')).toBeLessThan(order.indexOf('first out'));
  });

  it('frees a tree of what a failed build left half done, and only then', async () => {
    const { inTree } = workshop();
    const write = (folder: string) => {
      mkdirSync(join(folder, 'net'), { recursive: true });
      for (const name of ['done.o', 'half.o']) {
        writeFileSync(join(folder, 'net', name), 'object');
        writeFileSync(join(folder, 'net', `.${name}.cmd`), 'command');
        utimesSync(join(folder, 'net', name), 1000, 1000);
        utimesSync(join(folder, 'net', `.${name}.cmd`), 1001, 1001);
      }
      utimesSync(join(folder, 'net/half.o'), 1002, 1002);
    };
    const there = (folder: string) =>
      ['done.o', 'half.o'].filter((name) => existsSync(join(folder, 'net', name)));

    await inTree((tree) => Promise.resolve(write(tree.folder)));
    expect(await inTree((tree) => Promise.resolve(there(tree.folder)))).toEqual([
      'done.o',
      'half.o',
    ]);

    const killed = inTree((tree) => {
      write(tree.folder);
      return Promise.reject(new Error('killed'));
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await inTree((tree) => Promise.resolve(there(tree.folder)))).toEqual(['done.o']);
  });

  it('frees it of what was written last and has no record of its own, wherever that is', async () => {
    const { inTree } = workshop();
    const files = {
      'tools/objtool/libsubcmd.a': 2000,
      'include/generated/autoconf.h': 1990,
      'include/generated/asm-offsets.h': 1900,
      'net/.deleted.o.cmd': 1900,
      '.nx-minikube-iso/configured.json': 2000,
    };
    const killed = inTree(({ folder }) => {
      for (const [path, at] of Object.entries(files)) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        writeFileSync(join(folder, path), '');
        utimesSync(join(folder, path), at, at);
      }
      return Promise.reject(new Error('killed'));
    });
    await expect(killed).rejects.toThrow('killed');
    const left = await inTree(({ folder }) =>
      Promise.resolve(Object.keys(files).filter((path) => existsSync(join(folder, path)))),
    );
    expect(left).toEqual([
      // Others have been made after it for more than a minute.
      'include/generated/asm-offsets.h',
      '.nx-minikube-iso/configured.json',
    ]);
  });

  it('refuses a cache folder that make would stumble over', async () => {
    const { options, folder } = workshop();
    const cache = openCache({ folder: join(folder, 'a b') });
    await expect(withObjectTree(cache, options, () => Promise.resolve())).rejects.toMatchObject({
      code: 'KERNEL_PATH_UNUSABLE',
    });
  });

  it('has a folder of ours inside', async () => {
    const { inTree } = workshop();
    await inTree((tree) => {
      expect(existsSync(ownFolder(tree))).toBe(true);
      return Promise.resolve();
    });
  });
});
