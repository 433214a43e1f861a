// Kernels inside of EFI boot images: replaced in place, by themselves and in an ISO.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { bytesSource, openFile } from '../bytes/index.js';
import { openIso } from '../iso9660/index.js';
import { replaceInEfiImage, type FileInside } from './efi-image.js';
import { makeBase, makeEfiImage, noise, testFolder } from './remaster.testing.js';
import { remaster } from './remaster.js';

const folder = testFolder();
const image = join(folder, 'efi.img');
const kernel = join(folder, 'kernel');

beforeAll(() => {
  makeEfiImage(image, noise(30_000, 1));
  writeFileSync(kernel, noise(45_000, 2));
});

let number = 0;
const replace = (files: readonly FileInside[], seconds = 1_700_000_000) =>
  replaceInEfiImage({
    run: localRunner,
    image: bytesSource(readFileSync(image)),
    files,
    seconds,
    folder: join(folder, `replaced-${number++}`),
  });

const contentOf = (path: string, name: string): Buffer =>
  execFileSync('mtype', ['-i', path, `::${name}`], { maxBuffer: 1024 ** 2 });

describe('a kernel in an EFI image', () => {
  it('is replaced, by its name in any case, and nothing else is', async () => {
    const output = await replace([{ path: '/BOOT/bzimage', file: kernel }]);
    expect(contentOf(output, '/boot/bzImage').equals(readFileSync(kernel))).toBe(true);
    for (const name of ['/EFI/BOOT/BOOTAA64.EFI', '/boot/grub.cfg']) {
      expect(contentOf(output, name).equals(contentOf(image, name))).toBe(true);
    }
    expect(readFileSync(output)).toHaveLength(readFileSync(image).length);
  });

  it('makes the same image at another time', async () => {
    const one = await replace([{ path: '/boot/bzImage', file: kernel }]);
    const copy = join(folder, 'copy');
    copyFileSync(kernel, copy);
    const two = await replace([{ path: '/boot/bzImage', file: copy }]);
    expect(readFileSync(two).equals(readFileSync(one))).toBe(true);
  });

  it('may come from before the first second of FAT', async () => {
    await expect(replace([{ path: '/boot/bzImage', file: kernel }], 0)).resolves.toBeDefined();
  });

  it('is refused when there is no room for it', async () => {
    const large = join(folder, 'large');
    writeFileSync(large, noise(250_000, 3));
    await expect(replace([{ path: '/boot/bzImage', file: large }])).rejects.toMatchObject({
      code: 'EFI_IMAGE_FULL',
    });
  });

  it.each(['/boot/vmlinuz', '/boot'])('is not added at %s', async (path) => {
    await expect(replace([{ path, file: kernel }])).rejects.toMatchObject({
      code: 'EFI_FILE_MISSING',
    });
  });
});

it('is replaced in an ISO that boots from that image', async () => {
  const base = makeBase(folder, 'efi');
  const source = await openFile(base);
  onTestFinished(() => source.close());
  const output = join(folder, 'output.iso');
  const inside = { isoPath: '/boot/efi.img', inside: '/boot/bzImage', file: kernel };
  const paths = await remaster({
    run: localRunner,
    base,
    iso: await openIso(source),
    output,
    replacements: [{ isoPath: '/boot/bzimage', file: kernel }, inside],
  });
  expect(paths).toEqual(['/boot/bzimage', '/boot/efi.img']);
  const result = await openFile(output);
  onTestFinished(() => result.close());
  const iso = await openIso(result);
  const entry = await iso.find('/boot/efi.img');
  if (entry === undefined) throw new Error('the EFI image is gone');
  expect(iso.bootCatalog?.entries[0]?.sector).toBe(entry.extents[0]?.block);
  const extracted = join(folder, 'extracted.img');
  writeFileSync(extracted, await iso.open(entry).read(0, entry.size));
  expect(contentOf(extracted, '/boot/bzImage').equals(readFileSync(kernel))).toBe(true);
});

it('is not replaced both as a whole and inside', async () => {
  const base = makeBase(folder, 'efi');
  const source = await openFile(base);
  onTestFinished(() => source.close());
  const both = [
    { isoPath: '/boot/efi.img', inside: '/boot/bzImage', file: kernel },
    { isoPath: '/boot/efi.img', file: image },
  ];
  const iso = await openIso(source);
  const output = join(folder, 'both.iso');
  await expect(
    remaster({ run: localRunner, base, iso, output, replacements: both }),
  ).rejects.toMatchObject({ code: 'REMASTER_PATH_TWICE' });
});
