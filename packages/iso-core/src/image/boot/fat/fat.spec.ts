import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource, openFile } from '../../bytes/index.js';
import { run, testFolder, type Tree } from '../../iso9660/iso.testing.js';
import { fatImage } from '../boot.testing.js';
import { openFat, type FatVolume } from './index.js';

const folder = testFolder();

async function textAt(fat: FatVolume, path: string): Promise<string | undefined> {
  const entry = await fat.find(path);
  return entry && Buffer.from(await fat.open(entry).read(0, entry.size)).toString();
}

async function pathsOf(fat: FatVolume): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path, isDirectory } of fat.entries()) {
    paths.push(isDirectory ? `${path}/` : path);
  }
  return paths.sort();
}

const TREE: Tree = {
  'EFI/BOOT/bootaa64.efi': 'GRUB',
  'EFI/BOOT/grub.cfg': 'menuentry',
  'A rather long name, with Ümläuts and 中文.text': 'long',
  'empty.txt': '',
  'big.bin': Buffer.from('0123456789abcdef'.repeat(4_000)),
};

describe.each([
  { bits: 12, kibibytes: 1_440 },
  { bits: 16, kibibytes: 8_192, perCluster: 1 },
  { bits: 32, kibibytes: 40_000, perCluster: 1 },
] as const)('a FAT$bits file system', (options) => {
  const image = fatImage(folder, TREE, { ...options, label: 'EFIBOOTISO' });
  const open = () => openFat(bytesSource(image, 'efi.img'));

  it('tells its kind, label and UUID', async () => {
    const fat = await open();
    expect(fat.geometry.bits).toBe(options.bits);
    expect(fat.label).toBe('EFIBOOTISO');
    expect(fat.geometry.uuid).toBe('1A2B-3C4D');
  });

  it('lists files and folders by their long names', async () => {
    expect(await pathsOf(await open())).toEqual(
      [...Object.keys(TREE).map((path) => `/${path}`), '/EFI/', '/EFI/BOOT/'].sort(),
    );
  });

  it('finds names whatever their case, also by their short name', async () => {
    const fat = await open();
    expect(await textAt(fat, '/efi/boot/BOOTAA64.EFI')).toBe('GRUB');
    expect(await textAt(fat, 'EFI//./BOOT/grub.cfg')).toBe('menuentry');
    expect(await textAt(fat, '/a rather LONG name, with Ümläuts and 中文.text')).toBe('long');
    expect(await textAt(fat, '/ARATHE~1.TEX')).toBe('long');
    expect(await textAt(fat, '/EFI/BOOT/grub.cfg/x')).toBeUndefined();
    expect(await textAt(fat, '/EFI/nothing')).toBeUndefined();
  });

  it('reads files over many clusters', async () => {
    expect(await textAt(await open(), '/big.bin')).toBe('0123456789abcdef'.repeat(4_000));
    expect(await textAt(await open(), '/empty.txt')).toBe('');
  });

  it('reads files whose clusters are scattered', async () => {
    const path = join(mkdtempSync(join(folder, 'scattered-')), 'fat.img');
    writeFileSync(path, image);
    const big = join(folder, 'big');
    writeFileSync(big, 'z'.repeat(200_000));
    run('mdel', ['-i', path, '::EFI/BOOT/bootaa64.efi', '::empty.txt']);
    run('mcopy', ['-i', path, '-D', 's', big, '::EFI/BOOT/again']);
    run('mdel', ['-i', path, '::big.bin']);
    run('mcopy', ['-i', path, big, '::big.bin']);
    const source = await openFile(path);
    const fat = await openFat(source);
    expect(await textAt(fat, '/big.bin')).toBe('z'.repeat(200_000));
    expect(await textAt(fat, '/EFI/BOOT/again')).toBe('z'.repeat(200_000));
    expect(await pathsOf(fat)).not.toContain('/EFI/BOOT/bootaa64.efi');
    await source.close();
  });

  it('reads only its tables, directories and what is opened', async () => {
    const source = bytesSource(image, 'efi.img');
    const fat = await openFat(source);
    await textAt(fat, '/EFI/BOOT/grub.cfg');
    const { table, fixedRoot } = fat.geometry;
    expect(source.bytesRead).toBeLessThan(table.size + 4 * fixedRoot.size + 10_000);
  });
});

describe('any tree written by mtools', () => {
  it('is read as it was', async () => {
    const name = fc
      .string({ unit: fc.constantFrom(...'abcXYZ019 _-+.中'), minLength: 1, maxLength: 40 })
      .map((text) => `f${text}f`);
    const files = fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 3_000 })), {
      minLength: 1,
      maxLength: 8,
      selector: ([path]) => path.toUpperCase(),
    });
    await fc.assert(
      fc.asyncProperty(files, async (all) => {
        const tree = Object.fromEntries(all.map(([path, content]) => [`sub/${path}`, content]));
        const fat = await openFat(bytesSource(fatImage(folder, tree), 'efi.img'));
        expect(await pathsOf(fat)).toEqual(
          [...Object.keys(tree).map((path) => `/${path}`), '/sub/'].sort(),
        );
        for (const [path, content] of Object.entries(tree)) {
          const entry = await fat.find(path);
          const read = entry && (await fat.open(entry).read(0, entry.size));
          expect(Buffer.from(read ?? []).equals(content)).toBe(true);
        }
      }),
      { numRuns: 8 },
    );
  });
});
