// Overlays on real initrds: where files come to lie, and what the kernel would read.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { bytesSource } from '../bytes/index.js';
import { appendOverlay } from './append-overlay.js';
import { compareInitrds } from './compare-initrds.js';
import type { InitrdCompression } from './compression-magic.js';
import type { NewEntry } from './cpio-writer.js';
import type { ConfigValueOf } from './kernel-reads.js';
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

const folder = testFolder();
const all: InitrdCompression[] = ['none', 'gzip', 'lz4', 'zstd', 'xz'];
const everything: ConfigValueOf = () => 'y';
const newFile = (path: string, content = 'new'): NewEntry => ({
  type: 'file',
  path,
  content: Buffer.from(content),
});

const root = join(folder, 'root');
mkdirSync(join(root, 'usr/lib/modules/6.1/kernel'), { recursive: true });
symlinkSync('usr/lib', join(root, 'lib'));
writeFileSync(join(root, 'usr/lib/modules/6.1/modules.dep'), 'old');
writeFileSync(join(root, 'usr/lib/modules/6.1/kernel/a.ko'), 'a');
writeFileSync(join(root, 'init'), 'init');
const baseArchive = cpioOfFolder(root);

let number = 0;
async function append(
  base: Buffer,
  files: readonly NewEntry[],
  configValueOf = everything,
  into = folder,
) {
  const source = bytesSource(base);
  const before = await readEffectiveInitrd(source);
  const output = join(into, `initrd-${number++}`);
  const overlay = await appendOverlay({
    source,
    initrd: before,
    files,
    configValueOf,
    run: localRunner,
    output,
  });
  const bytes = readFileSync(output);
  return { before, overlay, bytes, after: await readEffectiveInitrd(bytesSource(bytes)) };
}

describe.each(all)('on a base whose last member is %s', (compression) => {
  const base = packed(compression, baseArchive);

  it('adds and replaces files, and changes nothing else', async () => {
    const { before, after, overlay, bytes } = await append(base, [
      newFile('lib/modules/6.1/kernel/net/b.ko', 'b'),
      newFile('/usr/lib/modules/6.1/modules.dep'),
    ]);
    expect(overlay).toEqual({
      compression,
      paths: [
        'usr/lib/modules/6.1/kernel/net',
        'usr/lib/modules/6.1/kernel/net/b.ko',
        'usr/lib/modules/6.1/modules.dep',
      ],
    });
    expect(after.members.map((member) => member.compression)).toEqual([compression, compression]);
    expect(bytes.subarray(0, base.length).equals(base)).toBe(true);
    expect(compareInitrds(before, after).map(({ path, change }) => `${change} ${path}`)).toEqual([
      'new usr/lib/modules/6.1/kernel/net',
      'new usr/lib/modules/6.1/kernel/net/b.ko',
      'changed usr/lib/modules/6.1/modules.dep',
    ]);
    expect(after.get('lib')?.type).toBe('symlink');
    expect(after.resolve('lib/modules/6.1/kernel/net/b.ko')?.size).toBe(1);
    expect(after.oddities).toEqual([]);
  });

  it('is the same, byte for byte, in another folder', async () => {
    const files = [newFile('a/b/c', 'x'.repeat(100_000)), newFile('b')];
    const elsewhere = join(folder, `elsewhere-${compression}`);
    const [one, two] = [
      await append(base, files),
      await append(base, [...files].reverse(), everything, elsewhere),
    ];
    expect(one.bytes.equals(two.bytes)).toBe(true);
    expect(readdirSync(elsewhere)).toHaveLength(1);
  });

  it('can be added to again', async () => {
    const once = await append(base, [newFile('first')]);
    const { after } = await append(once.bytes, [newFile('second'), newFile('third', '12345')]);
    expect(after.get('first')?.size).toBe(3);
    expect(after.get('third')?.size).toBe(5);
    expect(after.oddities).toEqual([]);
  });

  it('follows a base with zeros at its end', async () => {
    const { after } = await append(Buffer.concat([base, Buffer.alloc(9)]), [newFile('first')]);
    expect(after.get('first')?.size).toBe(3);
    expect(after.members).toHaveLength(2);
  });
});

describe('what the tools of the field read of it', () => {
  it.each([
    ['gzip', ['gzip', '-dc']],
    ['lz4', ['lz4', '-dc', '-']],
    ['zstd', ['zstd', '-dc']],
    ['xz', ['xz', '-dc']],
  ] as const)('%s', async (compression, [tool, ...args]) => {
    const base = packed(compression, baseArchive);
    const { bytes, after } = await append(base, [newFile('etc/new', 'content')]);
    const member = after.members[1];
    if (member === undefined) throw new Error('there is no overlay');
    const overlay = bytes.subarray(member.offset, member.offset + member.length);
    const unpacked = execFileSync(tool, args, { input: overlay });
    const listing = execFileSync('cpio', ['-it', '--quiet'], { input: unpacked }).toString();
    expect(listing).toBe('etc\netc/new\n');
  });
});

describe('LZ4 after LZ4', () => {
  it('has no byte between the streams, nor after them', async () => {
    const base = packed('lz4', baseArchive);
    const { after, bytes } = await append(Buffer.concat([base, Buffer.alloc(8)]), [newFile('x')]);
    expect(after.members[1]?.offset).toBe(base.length);
    const last = after.members[1];
    expect((last?.offset ?? 0) + (last?.length ?? 0)).toBe(bytes.length);
  });

  it('keeps headers at multiples of four, the streams being one to the kernel', async () => {
    const odd = Buffer.concat([baseArchive, Buffer.alloc(1)]);
    const { after, bytes } = await append(packed('lz4', odd), [newFile('x')]);
    expect(after.get('x')?.size).toBe(3);
    const whole = execFileSync('lz4', ['-dc', '-'], { input: bytes });
    const header = whole.indexOf('070701', odd.length);
    expect(header % 4).toBe(0);
  });
});

describe('what stands in the way', () => {
  const base = archive(
    directory('usr'),
    directory('usr/lib'),
    symlink('lib', 'usr/lib'),
    symlink('a', 'b'),
    symlink('b', 'a'),
    file('plain', 'x'),
    entry({ name: 'one', links: 2, inode: 9 }),
    entry({ name: 'two', links: 2, inode: 9, body: 'both' }),
  );

  it.each([
    ['a directory over a symlink', { type: 'directory', path: 'lib' }],
    ['a file over a symlink', newFile('lib')],
    ['a file over a directory', newFile('usr/lib')],
    ['a file under a file', newFile('plain/x')],
    ['a file under a symlink that leads nowhere', newFile('a/x')],
    ['a file with another name', newFile('two')],
  ] as [string, NewEntry][])('%s is refused before anything is written', async (_, wanted) => {
    const before = readdirSync(folder).length;
    await expect(append(base, [wanted])).rejects.toMatchObject({ code: 'OVERLAY_BLOCKED' });
    expect(readdirSync(folder)).toHaveLength(before);
  });

  it('are two files that lead to the same place', async () => {
    const twice = [newFile('lib/x'), newFile('usr/lib/x')];
    await expect(append(base, twice)).rejects.toMatchObject({ code: 'CPIO_NAME_TWICE' });
  });

  it('are a file and a file under it', async () => {
    const both = [newFile('new'), newFile('new/x')];
    await expect(append(base, both)).rejects.toMatchObject({ code: 'OVERLAY_BLOCKED' });
  });

  it('is a kernel that does not unpack the compression', async () => {
    const config = (option: string): string => (option === 'RD_LZ4' ? 'n' : 'y');
    const reading = append(packed('lz4', base), [newFile('x')], config);
    await expect(reading).rejects.toMatchObject({
      code: 'INITRD_COMPRESSION_NOT_READ',
      details: { option: 'RD_LZ4', found: 'n' },
    });
    await expect(append(packed('gzip', base), [newFile('x')], config)).resolves.toBeDefined();
  });
});

it('leaves a directory of the base as it is', async () => {
  const base = archive(entry({ name: 'srv', mode: 0o041777, uid: 3, links: 2 }));
  const { before, after } = await append(base, [
    { type: 'directory', path: 'srv' },
    newFile('srv/x'),
  ]);
  expect(compareInitrds(before, after)).toEqual([{ path: 'srv/x', change: 'new', what: [] }]);
});
