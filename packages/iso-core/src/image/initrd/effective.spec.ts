// What an initrd unpacks to, checked against the kernel's rules and against real cpio archives.
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../bytes/index.js';
import type { InitrdCompression } from './compression-magic.js';
import {
  archive,
  cpioOfFolder,
  directory,
  entry,
  file,
  packed,
  symlink,
  testFolder,
  trailer,
} from './initrd.testing.js';
import { readEffectiveInitrd } from './read-effective.js';

const folder = testFolder();

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const read = (...parts: Buffer[]) => readEffectiveInitrd(bytesSource(Buffer.concat(parts)));
const all: InitrdCompression[] = ['none', 'gzip', 'lz4', 'zstd', 'xz'];

describe('members', () => {
  const inside = archive(directory('usr'), file('usr/a', 'one'));

  it.each(all)('reads a %s member and knows its size to the byte', async (compression) => {
    const member = packed(compression, inside);
    const initrd = await read(member, Buffer.alloc(7));
    expect(initrd.members).toEqual([
      { index: 0, compression, offset: 0, length: member.length, unpackedBytes: inside.length },
    ]);
    expect(initrd.get('usr/a')).toMatchObject({ size: 3, sha256: sha256('one'), member: 0 });
  });

  it('reads one member after another, padded with zeros, in any compression', async () => {
    const parts = all.map((compression) => packed(compression, inside));
    const aligned = parts.map((part) => Buffer.concat([part, Buffer.alloc(8 - (part.length % 4))]));
    const initrd = await read(...aligned);
    expect(initrd.members.map(({ compression }) => compression)).toEqual(all);
    let offset = 0;
    for (const [index, part] of parts.entries()) {
      expect(initrd.members[index]).toMatchObject({ offset, length: part.length });
      offset += aligned[index]?.length ?? 0;
    }
  });

  it('tells adjacent LZ4 streams apart, which have no end mark', async () => {
    const first = packed('lz4', inside);
    const second = packed('lz4', archive(file('b')));
    const initrd = await read(first, second);
    expect(initrd.members.map(({ offset, length }) => ({ offset, length }))).toEqual([
      { offset: 0, length: first.length },
      { offset: first.length, length: second.length },
    ]);
    expect([...initrd.entries.keys()]).toEqual(['usr', 'usr/a', 'b']);
  });

  it('reads an archive that is spread over two LZ4 streams as one member', async () => {
    const parts = [inside.subarray(0, 130), inside.subarray(130)];
    const initrd = await read(...parts.map((part) => packed('lz4', part)));
    expect(initrd.members).toHaveLength(1);
    expect(initrd.get('usr/a')?.sha256).toBe(sha256('one'));
  });

  it('reads a content of many pieces and of several LZ4 chunks', async () => {
    const content = Buffer.alloc(9 * 1024 * 1024, 'a line of text that compresses\n');
    const large = archive(entry({ name: 'large', body: content }), file('after', 'x'));
    for (const compression of all) {
      const initrd = await read(packed(compression, large));
      expect(initrd.get('large')?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
      expect(initrd.get('after')?.size).toBe(1);
    }
  });

  it('reads archives without end marks, as the kernel does', async () => {
    const initrd = await read(
      file('a'),
      file('b', '12'),
      Buffer.alloc(4),
      packed('gzip', file('c')),
    );
    expect([...initrd.entries.keys()]).toEqual(['a', 'b', 'c']);
    expect(initrd.members).toHaveLength(2);
  });
});

describe('a real root', () => {
  const root = join(folder, 'root');
  mkdirSync(join(root, 'usr/lib/modules'), { recursive: true });
  mkdirSync(join(root, 'usr/bin'));
  symlinkSync('usr/lib', join(root, 'lib'));
  writeFileSync(join(root, 'usr/bin/tool'), 'the tool');
  chmodSync(join(root, 'usr/bin/tool'), 0o4755);
  linkSync(join(root, 'usr/bin/tool'), join(root, 'usr/bin/alias'));
  symlinkSync('tool', join(root, 'usr/bin/other'));

  it('has every name, type, mode, link target and digest', async () => {
    const initrd = await read(cpioOfFolder(root));
    expect([...initrd.entries.keys()].sort()).toEqual([
      'lib',
      'usr',
      'usr/bin',
      'usr/bin/alias',
      'usr/bin/other',
      'usr/bin/tool',
      'usr/lib',
      'usr/lib/modules',
    ]);
    expect(initrd.get('lib')).toMatchObject({ type: 'symlink', linkTarget: 'usr/lib' });
    // cpio puts the content of hard links on the last of them.
    for (const name of ['tool', 'alias']) {
      expect(initrd.get(`usr/bin/${name}`)).toMatchObject({
        type: 'file',
        permissions: 0o4755,
        links: 2,
        sha256: sha256('the tool'),
      });
    }
    expect(initrd.contentBytes).toBe(8);
    expect(initrd.oddities).toEqual([]);
  });

  it('follows symlinks inside of the root', async () => {
    const initrd = await read(cpioOfFolder(root), archive(symlink('out', '/../../lib/modules')));
    expect(initrd.resolve('lib/modules')?.path).toBe('usr/lib/modules');
    expect(initrd.resolve('/usr/bin/../bin/other')?.path).toBe('usr/bin/tool');
    expect(initrd.resolve('out')?.path).toBe('usr/lib/modules');
    expect(initrd.get('out')?.type).toBe('symlink');
    expect(initrd.resolve('usr/missing')).toBeUndefined();
  });

  it('says where a new file would come to lie', async () => {
    const initrd = await read(cpioOfFolder(root), archive(symlink('gone', 'usr/share/new')));
    expect(initrd.realPath('/lib/modules/6.1/kernel/x.ko')).toBe('usr/lib/modules/6.1/kernel/x.ko');
    expect(initrd.realPath('gone/file')).toBe('usr/share/new/file');
    expect(initrd.realPath('lib')).toBe('lib');
    expect(initrd.realPath('../../etc/x')).toBe('etc/x');
    expect(initrd.realPath('usr/bin/tool/x')).toBeUndefined();
  });
});

describe('later entries', () => {
  it('win over earlier ones, through the symlinks of earlier ones', async () => {
    const initrd = await read(
      archive(
        directory('usr'),
        directory('usr/lib'),
        symlink('lib', 'usr/lib'),
        file('lib/a', '1'),
      ),
      archive(entry({ name: 'lib/a', body: '22', mode: 0o100600, uid: 5, gid: 6 })),
    );
    expect([...initrd.entries.keys()]).toEqual(['usr', 'usr/lib', 'usr/lib/a', 'lib']);
    expect(initrd.get('usr/lib/a')).toMatchObject({
      sha256: sha256('22'),
      permissions: 0o600,
      uid: 5,
      gid: 6,
      member: 1,
    });
    expect(initrd.oddities).toEqual([]);
  });

  it('remove a symlink when they are a directory, and that is told', async () => {
    const initrd = await read(
      archive(
        directory('usr'),
        directory('usr/lib'),
        file('usr/lib/init'),
        symlink('lib', 'usr/lib'),
      ),
      archive(directory('lib'), file('lib/new')),
    );
    expect(initrd.get('lib')?.type).toBe('directory');
    expect(initrd.get('lib/init')).toBeUndefined();
    expect(initrd.oddities).toEqual([
      {
        kind: 'replaced',
        path: 'lib',
        member: 1,
        what: 'a directory takes the place of a symlink',
      },
    ]);
  });

  it('keep a symlink when they are a directory with a slash at its end', async () => {
    const initrd = await read(
      archive(directory('usr'), symlink('lib', 'usr')),
      archive(directory('lib/'), file('lib/new')),
    );
    expect([...initrd.entries.keys()]).toEqual(['usr', 'usr/new', 'lib']);
  });

  it('replace an empty directory but not a full one', async () => {
    const initrd = await read(
      archive(directory('empty'), directory('full'), file('full/a')),
      archive(file('empty', 'x'), file('full', 'x'), symlink('full', 'empty')),
    );
    expect(initrd.get('empty')?.type).toBe('file');
    expect(initrd.get('full')?.type).toBe('directory');
    expect(initrd.get('full/a')).toBeDefined();
    expect(initrd.oddities.map(({ kind, path }) => [kind, path])).toEqual([
      ['replaced', 'empty'],
      ['not unpacked', 'full'],
      ['not unpacked', 'full'],
    ]);
  });

  it('come to nothing when the directory above them is missing', async () => {
    const initrd = await read(archive(file('etc/passwd', 'x'), directory('a/b')));
    expect(initrd.entries.size).toBe(0);
    expect(initrd.oddities.map(({ what }) => what)).toEqual([
      'a directory above it is missing',
      'a directory above it is missing',
    ]);
  });

  it('find the directories of the kernel’s own initramfs', async () => {
    const initrd = await read(archive(file('dev/x'), file('root/y')));
    expect([...initrd.entries.keys()]).toEqual(['dev/x', 'root/y']);
  });
});

describe('hard links', () => {
  const link = (name: string, body = '', inode = 7): Buffer =>
    entry({ name, body, inode, links: 2 });

  it('share the content, wherever in the sequence it stands', async () => {
    for (const order of [
      [link('a'), link('b', 'body')],
      [link('a', 'body'), link('b')],
    ]) {
      const initrd = await read(archive(...order));
      expect(initrd.get('a')).toMatchObject({ size: 4, sha256: sha256('body'), links: 2 });
      expect(initrd.get('b')).toMatchObject({ size: 4, sha256: sha256('body'), links: 2 });
    }
  });

  it('are forgotten at an end mark', async () => {
    const initrd = await read(archive(link('a', '1')), archive(link('b', '22')));
    expect(initrd.get('a')).toMatchObject({ size: 1, links: 1 });
    expect(initrd.get('b')).toMatchObject({ size: 2, links: 1 });
  });

  it('are remembered over members without one', async () => {
    const initrd = await read(link('a', '1'), packed('gzip', archive(link('b', '22'))));
    expect(initrd.get('a')).toMatchObject({ size: 2, links: 2 });
  });

  it('change together when one of them is overwritten', async () => {
    const initrd = await read(archive(link('a'), link('b', '1')), archive(file('a', 'new')));
    expect(initrd.get('b')?.sha256).toBe(sha256('new'));
  });

  it('of a name to itself lose the file, as in the kernel', async () => {
    const initrd = await read(archive(link('a', '1'), link('a', '2')));
    expect(initrd.get('a')).toBeUndefined();
    expect(initrd.oddities).toMatchObject([{ kind: 'not unpacked', path: 'a' }]);
  });

  it('of device nodes are links too', async () => {
    const node = (name: string): Buffer =>
      entry({ name, mode: 0o020600, links: 2, nodeMajor: 1, nodeMinor: 3 });
    const initrd = await read(archive(node('null'), node('zero')));
    expect(initrd.get('zero')).toMatchObject({
      type: 'character device',
      device: { major: 1, minor: 3 },
      links: 2,
    });
  });
});

describe('contents', () => {
  const source = (): ReturnType<typeof bytesSource> =>
    bytesSource(
      Buffer.concat([
        archive(directory('m'), file('m/a.ko', 'old'), file('m/b.ko', 'bb'), file('text', 't')),
        packed('gzip', archive(file('m/a.ko', 'new'))),
      ]),
    );

  it('are handed over one by one, and what is made of the last one stays', async () => {
    const taken: string[] = [];
    const initrd = await readEffectiveInitrd(source(), {
      onFile: (path) => (path.endsWith('.ko') ? 'content' : 'skip'),
      take: async ({ path, content, sha256: digest }) => {
        await Promise.resolve();
        taken.push(`${path} ${Buffer.from(content).toString()}`);
        return { digest, first: content[0] };
      },
    });
    expect(taken).toEqual(['m/a.ko old', 'm/b.ko bb', 'm/a.ko new']);
    expect(initrd.get('m/a.ko')?.value).toEqual({ digest: sha256('new'), first: 0x6e });
    expect(initrd.get('m/a.ko')?.content).toBeUndefined();
    expect(initrd.get('text')?.sha256).toBeUndefined();
  });

  it('are kept when nothing is to be made of them', async () => {
    const initrd = await readEffectiveInitrd(source(), { onFile: () => 'content' });
    expect(Buffer.from(initrd.get('m/a.ko')?.content ?? []).toString()).toBe('new');
    expect(initrd.get('m/a.ko')?.sha256).toBe(sha256('new'));
  });
});

it('compares the checksums of the crc format', async () => {
  const sum = [...Buffer.from('abc')].reduce((left, right) => left + right);
  const good = entry({ name: 'a', body: 'abc', checksummed: true, checksum: sum });
  expect((await read(good, trailer())).get('a')?.size).toBe(3);
  const bad = entry({ name: 'a', body: 'abd', checksummed: true, checksum: sum });
  await expect(read(bad, trailer())).rejects.toMatchObject({ code: 'INITRD_CORRUPT' });
});
