// Archives that we write, read back by the real cpio and by ourselves.
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../bytes/index.js';
import { cpioArchive, type NewEntry } from './cpio-writer.js';
import { collected, cpioOfFolder, testFolder } from './initrd.testing.js';
import { readEffectiveInitrd } from './read-effective.js';

const folder = testFolder();
const archiveOf = (entries: readonly NewEntry[]) => collected(cpioArchive(entries));
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('an archive', () => {
  const entries: NewEntry[] = [
    { type: 'file', path: 'usr/bin/tool', permissions: 0o755, content: bytes('#!/bin/sh\n') },
    { type: 'directory', path: 'usr/bin' },
    { type: 'directory', path: 'usr', permissions: 0o700 },
    { type: 'symlink', path: 'lib', linkTarget: 'usr/lib' },
    { type: 'file', path: 'usr/source', content: bytesSource(bytes('from a source')) },
  ];

  it('is unpacked by cpio to the same files', async () => {
    const into = join(folder, 'unpacked');
    mkdirSync(into);
    const input = await archiveOf(entries);
    execFileSync('cpio', ['-i', '--quiet', '--no-absolute-filenames'], { cwd: into, input });
    expect(readFileSync(join(into, 'usr/bin/tool'), 'utf8')).toBe('#!/bin/sh\n');
    expect(lstatSync(join(into, 'usr/bin/tool')).mode & 0o7777).toBe(0o755);
    expect(lstatSync(join(into, 'usr')).mode & 0o7777).toBe(0o700);
    expect(readlinkSync(join(into, 'lib'))).toBe('usr/lib');
    expect(readFileSync(join(into, 'usr/source'), 'utf8')).toBe('from a source');
  });

  it('is sorted, of one time and owner, and a multiple of four bytes long', async () => {
    const input = await archiveOf(entries);
    const listing = execFileSync('cpio', ['-itvn', '--quiet'], {
      input,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    }).toString();
    expect(listing).toMatchInlineSnapshot(`
      "lrwxrwxrwx   1 0        0               7 Jan  1  1970 lib -> usr/lib
      drwx------   2 0        0               0 Jan  1  1970 usr
      drwxr-xr-x   2 0        0               0 Jan  1  1970 usr/bin
      -rwxr-xr-x   1 0        0              10 Jan  1  1970 usr/bin/tool
      -rw-r--r--   1 0        0              13 Jan  1  1970 usr/source
      "
    `);
    expect(input.length % 4).toBe(0);
    expect(await archiveOf([...entries].reverse())).toEqual(input);
  });

  it.each(['', '/usr', 'usr/', 'a//b', '.', 'a/../b', 'a\0b', 'TRAILER!!!', 'n'.repeat(256)])(
    'does not take the name %j',
    async (path) => {
      const entry: NewEntry = { type: 'directory', path };
      await expect(archiveOf([entry])).rejects.toMatchObject({ code: 'CPIO_NAME_INVALID' });
    },
  );

  it('does not take a name twice, nor an empty link', async () => {
    const twice: NewEntry = { type: 'directory', path: 'a' };
    await expect(archiveOf([twice, twice])).rejects.toMatchObject({ code: 'CPIO_NAME_TWICE' });
    const empty: NewEntry = { type: 'symlink', path: 'a', linkTarget: '' };
    await expect(archiveOf([empty])).rejects.toMatchObject({ code: 'CPIO_NAME_INVALID' });
  });
});

const name = fc.stringMatching(/^[a-zé-]{1,6}$/u);
const file = fc.record({
  type: fc.constant('file' as const),
  permissions: fc.constantFrom(0o600, 0o644, 0o4755),
  content: fc.uint8Array({ maxLength: 300 }),
});
const link = fc.record({
  type: fc.constant('symlink' as const),
  linkTarget: fc.stringMatching(/^[a-z/]{0,20}[a-z.]{1,9}$/u),
});
const tree = fc.dictionary(
  name,
  fc.oneof(file, link, fc.dictionary(name, fc.oneof(file, link), { maxKeys: 4 })),
  { maxKeys: 6 },
);

type Leaf =
  | { type: 'file'; permissions: number; content: Uint8Array }
  | { type: 'symlink'; linkTarget: string };

function entriesOf(value: Record<string, Leaf | Record<string, Leaf>>): NewEntry[] {
  return Object.entries(value).flatMap(([path, node]): NewEntry[] => {
    if ('type' in node && typeof node.type === 'string') return [{ ...node, path }];
    const inside = Object.entries(node);
    return [
      { type: 'directory', path },
      ...inside.map(([child, leaf]) => ({ ...leaf, path: `${path}/${child}` })),
    ];
  });
}

describe('any tree', () => {
  it('is read back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        const entries = entriesOf(value);
        const initrd = await readEffectiveInitrd(bytesSource(await archiveOf(entries)), {
          onFile: () => 'content',
        });
        expect(initrd.oddities).toEqual([]);
        expect([...initrd.entries.keys()].sort()).toEqual(entries.map(({ path }) => path).sort());
        for (const entry of entries) {
          const read = initrd.entries.get(entry.path);
          expect(read?.type).toBe(entry.type);
          if (entry.type === 'symlink') expect(read?.linkTarget).toBe(entry.linkTarget);
          if (entry.type !== 'file') continue;
          expect(read?.permissions).toBe(entry.permissions);
          expect(Buffer.from(read?.content ?? [])).toEqual(
            Buffer.from(entry.content as Uint8Array),
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('goes through the real cpio and back unchanged', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        const into = join(folder, `tree-${runs++}`);
        mkdirSync(into);
        const input = await archiveOf(entriesOf(value));
        execFileSync('cpio', ['-i', '--quiet'], { cwd: into, input });
        const [ours, theirs] = await Promise.all(
          [input, cpioOfFolder(into)].map((archive) => readEffectiveInitrd(bytesSource(archive))),
        );
        expect([...(theirs?.entries ?? [])].sort()).toEqual([...(ours?.entries ?? [])].sort());
      }),
      { numRuns: 15 },
    );
  });
});
