// Taking files out of initrds: they are gone, and everything else is as it was.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { bytesSource } from '../bytes/index.js';
import { compareInitrds } from './compare-initrds.js';
import type { InitrdCompression } from './compression-magic.js';
import type { NewEntry } from './cpio-writer.js';
import {
  archive,
  cpioOfFolder,
  directory,
  entry,
  file,
  packed,
  symlink,
  testFolder,
} from './initrd.testing.js';
import { readEffectiveInitrd } from './read-effective.js';
import { rewriteInitrd } from './rewrite-initrd.js';

const folder = testFolder();
const all: InitrdCompression[] = ['none', 'gzip', 'lz4', 'zstd', 'xz'];
const isModule = (path: string): boolean => path.startsWith('usr/lib/modules/6.1/kernel');
const newModule: NewEntry = {
  type: 'file',
  path: 'lib/modules/6.1/kernel/new.ko',
  content: Buffer.from('a new module'),
};

let number = 0;
async function rewrite(
  base: Buffer,
  drop: (path: string) => boolean,
  append: readonly NewEntry[] = [],
) {
  const source = bytesSource(base);
  const before = await readEffectiveInitrd(source);
  const output = join(folder, `initrd-${number++}`);
  const result = await rewriteInitrd({
    source,
    initrd: before,
    drop,
    append,
    configValueOf: () => 'y',
    run: localRunner,
    output,
  });
  const bytes = readFileSync(output);
  return { before, result, bytes, after: await readEffectiveInitrd(bytesSource(bytes)) };
}

const root = join(folder, 'root');
mkdirSync(join(root, 'usr/lib/modules/6.1/kernel/net'), { recursive: true });
symlinkSync('usr/lib', join(root, 'lib'));
writeFileSync(join(root, 'usr/lib/modules/6.1/kernel/a.ko'), 'a'.repeat(4097));
writeFileSync(join(root, 'usr/lib/modules/6.1/kernel/net/b.ko'), 'b');
writeFileSync(join(root, 'usr/lib/modules/6.1/modules.dep'), 'table');
writeFileSync(join(root, 'init'), 'i'.repeat(70_000));
const rootArchive = cpioOfFolder(root);
const later = archive(
  file('lib/modules/6.1/kernel/net/b.ko', 'a later b'),
  file('usr/lib/modules/6.1/kernel/c.ko'),
);

describe.each(all)('an initrd in %s', (compression) => {
  const base = Buffer.concat([packed(compression, rootArchive), packed(compression, later)]);
  const aligned =
    compression === 'lz4' || compression === 'none'
      ? base
      : Buffer.concat([packed('none', archive(file('early', 'x'))), base]);

  it('loses what is dropped, whatever member and name it came under', async () => {
    const { before, after, result } = await rewrite(aligned, isModule);
    expect(result.dropped).toEqual([
      'usr/lib/modules/6.1/kernel',
      'usr/lib/modules/6.1/kernel/a.ko',
      'usr/lib/modules/6.1/kernel/net',
      'usr/lib/modules/6.1/kernel/net/b.ko',
      'usr/lib/modules/6.1/kernel/c.ko',
    ]);
    expect([...after.entries.keys()].filter(isModule)).toEqual([]);
    expect(compareInitrds(before, after, isModule)).toEqual([]);
    expect(after.members.map((member) => member.compression)).toEqual(
      before.members.map((member) => member.compression),
    );
    expect(after.oddities).toEqual([]);
  });

  it('gets new files in their place', async () => {
    const { before, after, result } = await rewrite(aligned, isModule, [newModule]);
    expect(result.added).toEqual([
      'usr/lib/modules/6.1/kernel',
      'usr/lib/modules/6.1/kernel/new.ko',
    ]);
    expect([...after.entries.keys()].filter(isModule)).toEqual(result.added);
    expect(compareInitrds(before, after, isModule)).toEqual([]);
    expect(after.members.at(-1)?.compression).toBe(compression);
  });

  it('comes out the same each time', async () => {
    const one = await rewrite(aligned, isModule, [newModule]);
    const two = await rewrite(aligned, isModule, [newModule]);
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });
});

it('keeps members that nothing is taken out of, byte for byte', async () => {
  const first = packed('gzip', archive(file('early', 'x')));
  const base = Buffer.concat([first, Buffer.alloc(3), packed('xz', rootArchive)]);
  const { bytes, after } = await rewrite(base, isModule);
  expect(bytes.subarray(0, first.length).equals(first)).toBe(true);
  expect(after.members).toHaveLength(2);
});

it('is the base itself, padded, when nothing is dropped and nothing added', async () => {
  const base = packed('gzip', rootArchive);
  const { bytes, result } = await rewrite(base, () => false);
  expect(bytes.subarray(0, base.length).equals(base)).toBe(true);
  expect(result).toEqual({ dropped: [], added: [] });
});

it('keeps a directory as long as something in it stays', async () => {
  const { before, after } = await rewrite(
    packed('gzip', rootArchive),
    (path) => isModule(path) && !path.endsWith('b.ko'),
  );
  expect(compareInitrds(before, after).map(({ path }) => path)).toEqual([
    'usr/lib/modules/6.1/kernel/a.ko',
  ]);
});

it('reads an archive that is spread over two LZ4 streams', async () => {
  const base = [rootArchive.subarray(0, 5000), rootArchive.subarray(5000)];
  const { before, after } = await rewrite(
    Buffer.concat(base.map((part) => packed('lz4', part))),
    isModule,
  );
  expect(compareInitrds(before, after, isModule)).toEqual([]);
});

describe('hard links', () => {
  const link = (name: string, body = ''): Buffer => entry({ name, body, links: 2, inode: 5 });

  it('keep their content when the name that brings it stays', async () => {
    const base = archive(link('goes'), link('stays'), link('last', 'content'));
    const { before, after } = await rewrite(base, (path) => path === 'goes');
    expect(compareInitrds(before, after).map(({ path }) => path)).toEqual(['goes']);
  });

  it('all go together', async () => {
    const base = archive(link('goes-1'), link('goes-2', 'content'), file('stays'));
    const { after } = await rewrite(base, (path) => path.startsWith('goes'));
    expect([...after.entries.keys()]).toEqual(['stays']);
  });

  it('that would take the content of others with them are refused', async () => {
    const base = archive(link('stays'), link('goes', 'content'));
    await expect(rewrite(base, (path) => path === 'goes')).rejects.toMatchObject({
      code: 'INITRD_LINK_SPLIT',
      details: { stays: 'stays', goes: 'goes' },
    });
  });
});

it('leaves everything else as it was, for any root and any choice', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const paths = [...names, ...names.map((name) => `dir/${name}`), ...names.map((n) => `link/${n}`)];
  const part = fc.oneof(
    fc.record({ name: fc.constantFrom(...paths), body: fc.string({ maxLength: 20 }) }).map(entry),
    fc.constantFrom(...paths).map(directory),
    fc.constantFrom(...paths).map((path) => symlink(path, 'dir/a')),
  );
  const member = fc.tuple(
    fc.constantFrom<InitrdCompression>('gzip', 'lz4', 'none'),
    fc.array(part, { maxLength: 8 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(member, { minLength: 1, maxLength: 3 }),
      fc.subarray(paths.filter((path) => !path.startsWith('link/'))),
      async (members, dropped) => {
        const start = archive(directory('dir'), symlink('link', 'dir'));
        let base = packed('gzip', start);
        for (const [compression, entries] of members) {
          const gap = Buffer.alloc(8 - (base.length % 4));
          base = Buffer.concat([base, gap, packed(compression, archive(...entries))]);
        }
        const drop = (path: string): boolean => dropped.includes(path);
        const { before, after } = await rewrite(base, drop);
        // What is dropped may have been a directory or a symlink that others were written through.
        const touched = (path: string): boolean =>
          dropped.some((gone) => path === gone || path.startsWith(`${gone}/`));
        for (const path of dropped) {
          if (![...before.entries.keys()].some((kept) => kept.startsWith(`${path}/`))) {
            expect(after.entries.has(path)).toBe(false);
          }
        }
        expect(compareInitrds(before, after, touched)).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});
