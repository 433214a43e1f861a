import { describe, expect, it } from 'vitest';
import { openFile } from '../bytes/index.js';
import { openIso } from './index.js';
import {
  entriesOf,
  isoBytes,
  JOLIET,
  makeIso,
  openBytes,
  PLAIN,
  recordAt,
  ROCK_RIDGE,
  run,
  testFolder,
  type Tree,
} from './iso.testing.js';

const folder = testFolder();

const TREE: Tree = {
  'boot/bzImage': 'the kernel',
  'boot/initrd': 'the initrd',
  'boot/empty': '',
  'isolinux/isolinux.cfg': 'default 1\n',
  'a folder': null,
};

async function textAt(bytes: Buffer, path: string): Promise<string | undefined> {
  const iso = await openBytes(bytes);
  const entry = await iso.find(path);
  return entry && Buffer.from(await iso.open(entry).read(0, entry.size)).toString();
}

describe('an ISO with Rock Ridge', () => {
  const linked: Tree = {
    ...TREE,
    kernel: { link: 'boot/bzImage' },
    'boot/up': { link: '../isolinux' },
    'boot/absolute': { link: '/boot/./initrd' },
    'boot/dangling': { link: 'nowhere' },
    'boot/outside': { link: '../../../boot/bzImage' },
    'boot/circle': { link: 'circle' },
    [`${'long'.repeat(60)}`]: { link: `${'a very long folder/'.repeat(30)}end` },
  };
  const bytes = isoBytes(folder, linked, [...ROCK_RIDGE, '-J', '-V', 'MINIKUBE']);

  it('has POSIX names, kinds, modes, sizes and links', async () => {
    const iso = await openBytes(bytes);
    expect(iso.naming).toBe('rock-ridge');
    const entries = await entriesOf(iso);
    expect(entries.map(({ path }) => path).sort()).toEqual(
      [...Object.keys(linked).map((path) => `/${path}`), ...['/boot', '/isolinux']].sort(),
    );
    const kernel = await iso.find('/boot/bzImage');
    expect(kernel).toMatchObject({ kind: 'file', size: 10, target: undefined });
    expect((kernel?.mode ?? 0) & 0o170444).toBe(0o100444);
    expect(await iso.find('/boot')).toMatchObject({ kind: 'directory' });
    for (const [path, content] of Object.entries(linked)) {
      if (content === null || typeof content === 'string' || content instanceof Uint8Array)
        continue;
      const entry = await iso.find(path, { followLast: false });
      expect(entry).toMatchObject({ kind: 'symlink', target: content.link });
    }
  });

  it('finds names as they are written and no others', async () => {
    expect(await textAt(bytes, '/boot/bzImage')).toBe('the kernel');
    expect(await textAt(bytes, 'boot//./bzImage')).toBe('the kernel');
    expect(await textAt(bytes, '/boot/../isolinux/isolinux.cfg')).toBe('default 1\n');
    expect(await textAt(bytes, '/BOOT/BZIMAGE')).toBeUndefined();
    expect(await textAt(bytes, '/boot/bzImage/x')).toBeUndefined();
    expect(await textAt(bytes, '/boot/nothing')).toBeUndefined();
  });

  it('follows links inside the volume', async () => {
    expect(await textAt(bytes, '/kernel')).toBe('the kernel');
    expect(await textAt(bytes, '/boot/up/isolinux.cfg')).toBe('default 1\n');
    expect(await textAt(bytes, '/boot/absolute')).toBe('the initrd');
  });

  it('finds nothing where links dangle, go round or lead out', async () => {
    const iso = await openBytes(bytes);
    for (const path of ['/boot/dangling', '/boot/outside', '/boot/circle', '/../boot/bzImage']) {
      expect(await iso.find(path)).toBeUndefined();
    }
  });

  it('tells the real path of what a link leads to', async () => {
    const iso = await openBytes(bytes);
    expect((await iso.find('/kernel'))?.path).toBe('/boot/bzImage');
  });

  it('tells the volume’s id, dates, UUID and size', async () => {
    const date = '2026010203040506';
    const dated = isoBytes(folder, TREE, [...['-V', 'MINIKUBE', `--modification-date=${date}`]]);
    const iso = await openBytes(dated);
    expect(iso.volumeId).toBe('MINIKUBE');
    expect(iso.volumeDates.modification).toBe(`${date}\0`);
    expect(iso.volumeDates.creation).toHaveLength(17);
    expect(iso.uuid).toBe('2026-01-02-03-04-05-06');
    expect(iso.volumeSize).toBeLessThanOrEqual(dated.byteLength);
  });

  it('takes the creation date for the UUID where there is no modification date', async () => {
    const patched = Buffer.from(bytes);
    patched.write('2025112213050099', 16 * 2048 + 813, 'latin1');
    patched.write('0000000000000000', 16 * 2048 + 830, 'latin1');
    expect((await openBytes(patched)).uuid).toBe('2025-11-22-13-05-00-99');
  });

  it('reads directories that stand elsewhere because they are too deep', async () => {
    const deep = `${'d/'.repeat(12)}deep`;
    const args = [...ROCK_RIDGE, '-rr_reloc_dir', 'rr_moved'];
    const relocated = isoBytes(folder, { [deep]: 'down here', top: 'up here' }, args);
    expect(relocated.includes('CL\x0c\x01')).toBe(true);
    expect(await textAt(relocated, `/${deep}`)).toBe('down here');
    const files = (await entriesOf(await openBytes(relocated))).filter(({ size }) => size < 100);
    expect(files.map(({ path }) => path).sort()).toEqual([`/${deep}`, '/top']);
  });

  it('lists what xorriso lists', async () => {
    const path = makeIso(folder, linked);
    const source = await openFile(path);
    const ours = (await entriesOf(await openIso(source))).map(
      ({ path: name, size, kind }) => `${kind === 'file' ? size : '-'} ${name}`,
    );
    await source.close();
    const listing = run('xorriso', ['-indev', path, '-find', '/', '-exec', 'lsdl', '--']);
    const theirs = listing
      .split('\n')
      .map((line) => /^(\S)\S+\s+\d+ \S+\s+\S+\s+(\d+) .{12} '([^']*)'/.exec(line))
      .filter((match) => match !== null)
      .map(([, type, size = '', name = '']) => `${type === '-' ? size : '-'} ${name}`);
    expect(ours.sort()).toEqual(theirs.filter((line) => line !== '- /').sort());
  });
});

describe('an ISO with Joliet alone', () => {
  const tree: Tree = { ...TREE, 'boot/Größe und 中文.txt': 'names' };
  const bytes = isoBytes(folder, tree, JOLIET);

  it('has Joliet’s names', async () => {
    const iso = await openBytes(bytes);
    expect(iso.naming).toBe('joliet');
    const paths = (await entriesOf(iso)).map(({ path }) => path);
    expect(paths.sort()).toEqual(
      [...Object.keys(tree).map((path) => `/${path}`), '/boot', '/isolinux'].sort(),
    );
  });

  it('finds names whatever their case', async () => {
    expect(await textAt(bytes, '/boot/bzImage')).toBe('the kernel');
    expect(await textAt(bytes, '/Boot/BZIMAGE')).toBe('the kernel');
    expect(await textAt(bytes, '/boot/größe und 中文.txt')).toBe('names');
  });

  it('prefers the name that is exactly the one wanted', async () => {
    const both = isoBytes(folder, { 'File.txt': 'upper', 'file.txt': 'lower' }, JOLIET);
    expect(await textAt(both, '/file.txt')).toBe('lower');
    expect(await textAt(both, '/File.txt')).toBe('upper');
  });
});

describe('a plain ISO', () => {
  const bytes = isoBytes(folder, TREE, PLAIN);

  it('has upper-case names without versions', async () => {
    const iso = await openBytes(bytes);
    expect(iso.naming).toBe('plain');
    expect((await entriesOf(iso)).map(({ path }) => path).sort()).toEqual([
      '/A_FOLDER',
      '/BOOT',
      '/BOOT/BZIMAGE',
      '/BOOT/EMPTY',
      '/BOOT/INITRD',
      '/ISOLINUX',
      '/ISOLINUX/ISOLINUX.CFG',
    ]);
  });

  it('finds names whatever their case', async () => {
    expect(await textAt(bytes, '/boot/bzImage')).toBe('the kernel');
  });

  it('gives the newest of several versions', async () => {
    const patched = isoBytes(folder, { 'A.TXT': 'newest', 'B.TXT': 'older' }, PLAIN);
    patched.write('A.TXT;2', recordAt(patched, 'A.TXT;1') + 33, 'latin1');
    patched.write('A.TXT;1', recordAt(patched, 'B.TXT;1') + 33, 'latin1');
    expect(await textAt(patched, '/A.TXT')).toBe('newest');
    expect(await entriesOf(await openBytes(patched))).toHaveLength(1);
  });

  it('joins the extents of one file', async () => {
    const patched = isoBytes(folder, { 'A.TXT': 'first, ', 'B.TXT': 'second' }, PLAIN);
    const [first, second] = [recordAt(patched, 'A.TXT;1'), recordAt(patched, 'B.TXT;1')];
    patched.writeUInt8(0x80, first + 25);
    patched.write('A.TXT;1', second + 33, 'latin1');
    const iso = await openBytes(patched);
    expect(await entriesOf(iso)).toMatchObject([{ path: '/A.TXT', size: 13 }]);
    expect(await textAt(patched, '/A.TXT')).toBe('first, second');
  });

  it('leaves associated files out', async () => {
    const patched = isoBytes(folder, { 'A.TXT': 'a', 'B.TXT': 'b' }, PLAIN);
    patched.writeUInt8(0x04, recordAt(patched, 'A.TXT;1') + 25);
    expect((await entriesOf(await openBytes(patched))).map(({ name }) => name)).toEqual(['B.TXT']);
  });
});

describe('reading an ISO', () => {
  it('takes only the directories on the way and the file', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`other/${index}/file-${index}`, 'x'.repeat(2000)]),
    );
    const path = makeIso(folder, { ...many, 'boot/bzImage': 'the kernel' });
    const source = await openFile(path);
    const iso = await openIso(source);
    expect(await iso.readFile('/boot/bzImage', 100)).toHaveLength(10);
    expect(source.size).toBeGreaterThan(1_500_000);
    expect(source.bytesRead).toBeLessThan(25_000);
    await source.close();
  });

  it('names a file that is missing', async () => {
    const iso = await openBytes(isoBytes(folder, TREE));
    await expect(iso.readFile('/boot/bzimage', 100)).rejects.toMatchObject({
      code: 'ISO_FILE_MISSING',
      details: { path: '/boot/bzimage' },
    });
  });

  it('refuses a small file that is large', async () => {
    const iso = await openBytes(isoBytes(folder, TREE));
    await expect(iso.readFile('/boot/bzImage', 9)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });
});
