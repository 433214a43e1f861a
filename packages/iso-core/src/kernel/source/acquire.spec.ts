import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner, openCache, type Runner, sha256File } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { unprivileged } from '../../runtime/testing/unprivileged.testing.js';
import { acquireSource } from './acquire.js';
import { packTar, SMALL_SOURCE, writeTree } from './source-tree.testing.js';

function workshop(files: Readonly<Record<string, string>> = SMALL_SOURCE) {
  const folder = temporaryFolder();
  const source = writeTree(join(folder, 'linux-6.1.192'), files);
  const cache = openCache({ folder: join(folder, 'cache') });
  let commands = 0;
  const run: Runner = (command, options) => {
    commands += 1;
    return localRunner(command, options);
  };
  return {
    folder,
    source,
    cache,
    acquire: (path: string, more: { sha256?: string; release?: string } = {}) =>
      acquireSource({ path, architecture: 'amd64', cache, run, ...more }),
    tarball: (name = 'linux-6.1.192.tar.xz') =>
      packTar(folder, join(folder, name), ['linux-6.1.192'], '--sort=name'),
    commands: () => commands,
    unpacked: () => (existsSync(cache.path('sources')) ? readdirSync(cache.path('sources')) : []),
  };
}

describe('acquireSource of a tarball', () => {
  it.each(['linux.tar.xz', 'linux.tar.gz', 'linux.tar'])(
    'unpacks %s into the cache, without its top folder, and once',
    async (name) => {
      const shop = workshop();
      const tarball = shop.tarball(name);
      const first = await shop.acquire(tarball, { release: '6.1.192-lab' });
      expect(first).toEqual({
        folder: shop.cache.path('sources', `${await sha256File(tarball)}-2`),
        digest: await sha256File(tarball),
        kind: 'tarball',
        version: '6.1.192',
        cached: false,
      });
      expect(readFileSync(join(first.folder, 'init/main.c'), 'utf8')).toContain('main');
      expect(await shop.acquire(tarball)).toEqual({ ...first, cached: true });
      expect(shop.commands()).toBe(1);
    },
  );

  it('leaves what no kernel is made of in the archive', async () => {
    const needed = [
      ...['Documentation/Kconfig', 'arch/mips/crypto/Kconfig', 'drivers/Documentation/a.c'],
      ...['tools/objtool/check.c', 'tools/lib/perf/a.c', 'drivers/tools/testing/a.c'],
    ];
    const unneeded = [
      ...['Documentation/admin-guide/index.rst', 'Documentation/Makefile'],
      ...['tools/perf/a.c', 'tools/testing/selftests/a.c'],
    ];
    const files = [...needed, ...unneeded].map((path) => [path, ''] as const);
    const shop = workshop({ ...SMALL_SOURCE, ...Object.fromEntries(files) });
    const { folder } = await shop.acquire(shop.tarball());
    expect(needed.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    expect(unneeded.filter((path) => existsSync(join(folder, path)))).toEqual([]);
  });

  it('does not wait for a pipe', async () => {
    const shop = workshop();
    const pipe = join(shop.folder, 'pipe');
    await localRunner({ file: 'mkfifo', args: [pipe] });
    await expect(shop.acquire(pipe)).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });

  it('says of a tarball of somebody else that it cannot be read', async () => {
    const shop = workshop();
    const tarball = shop.tarball();
    chmodSync(shop.folder, 0o755);
    chmodSync(tarball, 0o600);
    const acquiring = unprivileged(() => shop.acquire(tarball));
    await expect(acquiring).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining(tarball),
    });
  });

  it('unpacks once when two want it at the same time', async () => {
    const shop = workshop();
    const tarball = shop.tarball();
    const both = await Promise.all([shop.acquire(tarball), shop.acquire(tarball)]);
    expect(both.filter(({ cached }) => !cached)).toHaveLength(1);
    expect(shop.commands()).toBe(1);
  });

  it('checks the SHA-256 that is asked for, before it unpacks', async () => {
    const shop = workshop();
    const tarball = shop.tarball();
    const sha256 = await sha256File(tarball);
    await expect(
      shop.acquire(tarball, { sha256: sha256.replace(/^./, 'x') }),
    ).rejects.toMatchObject({
      code: 'SOURCE_HASH_MISMATCH',
      details: { found: sha256 },
    });
    expect(shop.commands()).toBe(0);
    await expect(shop.acquire(tarball, { sha256 })).resolves.toMatchObject({ digest: sha256 });
  });

  it('names the version that is there and the one that is needed, and keeps nothing', async () => {
    const shop = workshop();
    await expect(shop.acquire(shop.tarball(), { release: '6.6.95' })).rejects.toMatchObject({
      code: 'SOURCE_VERSION_MISMATCH',
      details: { expected: '6.6.95', found: '6.1.192' },
    });
    expect(shop.unpacked()).toEqual([]);
  });

  it('gives up at the Makefile when it is of another version', async () => {
    const late = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`zzz/${index}`, 'x'.repeat(1000)]),
    );
    const shop = workshop({ ...SMALL_SOURCE, ...late });
    let entries = 0;
    const run: Runner = (command, options) =>
      localRunner(command, {
        ...options,
        onLine: (line) => {
          if (line.includes('zzz/')) entries += 1;
          options?.onLine?.(line);
        },
      });
    const { cache } = shop;
    await expect(
      acquireSource({ path: shop.tarball(), architecture: 'amd64', cache, run, release: '6.6.95' }),
    ).rejects.toMatchObject({ code: 'SOURCE_VERSION_MISMATCH' });
    expect(entries).toBeLessThan(3000);
  });

  it('refuses an archive of something else, and keeps nothing', async () => {
    const shop = workshop({ 'README.md': 'hello', Makefile: 'all:\n' });
    await expect(shop.acquire(shop.tarball())).rejects.toMatchObject({
      code: 'SOURCE_NOT_A_KERNEL',
    });
    const { Makefile = '' } = SMALL_SOURCE;
    const half = workshop({ Makefile });
    await expect(half.acquire(half.tarball())).rejects.toMatchObject({
      code: 'SOURCE_NOT_A_KERNEL',
    });
    expect([...shop.unpacked(), ...half.unpacked()]).toEqual([]);
  });

  it('says so when there is nothing at the path', async () => {
    await expect(workshop().acquire('/no/such/linux.tar.xz')).rejects.toMatchObject({
      code: 'SOURCE_NOT_FOUND',
    });
  });

  it('refuses a cache folder that make would stumble over', async () => {
    const folder = temporaryFolder();
    const shop = workshop();
    const cache = openCache({ folder: join(folder, 'my $(cache)') });
    await expect(
      acquireSource({ path: shop.tarball(), architecture: 'amd64', cache, run: localRunner }),
    ).rejects.toMatchObject({ code: 'KERNEL_PATH_UNUSABLE' });
  });
});

describe('acquireSource of a folder', () => {
  it('uses it where it is', async () => {
    const shop = workshop();
    const source = await shop.acquire(shop.source, { release: '6.1.192' });
    expect(source).toMatchObject({ folder: shop.source, kind: 'folder', version: '6.1.192' });
    expect(source.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(shop.unpacked()).toEqual([]);
  });

  it('has a digest of its contents alone: the same in another place, another after a change', async () => {
    const shop = workshop();
    const before = (await shop.acquire(shop.source)).digest;
    const copy = writeTree(join(shop.folder, 'copy'), SMALL_SOURCE);
    writeTree(copy, { '.git/HEAD': 'ref: refs/heads/main\n' });
    expect((await shop.acquire(copy)).digest).toBe(before);

    const file = join(shop.source, 'init/main.c');
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(file, old, old);
    expect((await shop.acquire(shop.source)).digest).toBe(before);
    writeFileSync(file, 'int main(void) { return 1; }\n');
    utimesSync(file, old, old);
    expect((await shop.acquire(shop.source)).digest).not.toBe(before);
  });

  it.each(['.config', 'include/config/auto.conf', 'arch/x86/include/generated/asm/x.h'])(
    'refuses one that a kernel was built in (%s), with what to do',
    async (path) => {
      const shop = workshop({ ...SMALL_SOURCE, [path]: 'x' });
      await expect(shop.acquire(shop.source)).rejects.toMatchObject({
        code: 'SOURCE_NOT_CLEAN',
        hint: expect.stringContaining(`make -C ${shop.source} mrproper`),
      });
    },
  );

  it('refuses a SHA-256 for it, and another kernel', async () => {
    const shop = workshop();
    await expect(shop.acquire(shop.source, { sha256: 'a'.repeat(64) })).rejects.toMatchObject({
      code: 'SOURCE_NOT_A_FILE',
    });
    await expect(shop.acquire(shop.source, { release: '4.19.1' })).rejects.toMatchObject({
      code: 'SOURCE_VERSION_MISMATCH',
    });
    await expect(shop.acquire(shop.folder)).rejects.toMatchObject({ code: 'SOURCE_NOT_A_KERNEL' });
  });
});
