// Where a new kernel goes, up to the ISO that comes out: no firmware may boot the old one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { locateBoot, openFile, openIso, remaster, type IsoImage } from '../../image/index.js';
import { amd64Tree, BIOS, EFI, fakeKernel, fatImage } from '../../image/boot/boot.testing.js';
import { isoBytes, testFolder, type Tree } from '../../image/iso9660/iso.testing.js';
import { localRunner } from '../../runtime/index.js';
import { kernelPlaces } from './kernel-places.js';

const folder = testFolder();
const CONFIG = 'menuentry x {\n linux /boot/bzImage\n initrd /boot/initrd\n}\n';
const COPY_IN_FAT = {
  'EFI/BOOT/bootx64.efi': 'GRUB',
  'EFI/BOOT/grub.cfg': CONFIG,
  'boot/bzImage': fakeKernel('amd64'),
};

let number = 0;
async function open(path: string): Promise<IsoImage> {
  const source = await openFile(path);
  onTestFinished(() => source.close());
  return openIso(source);
}

/** An ISO for BIOS and EFI whose EFI boot image holds `inFat`. */
function baseWith(changes: Tree, inFat: Tree): string {
  const tree = amd64Tree({ 'efi.img': fatImage(folder, inFat), ...changes });
  const path = join(folder, `base-${(number += 1)}.iso`);
  writeFileSync(path, isoBytes(folder, tree, ['-R', '-J', ...BIOS, '-eltorito-alt-boot', ...EFI]));
  return path;
}

describe('a new kernel', () => {
  it('goes where the boot loaders look for it, and in place of every copy', async () => {
    const path = baseWith({ 'isolinux/vmlinuz': fakeKernel('amd64') }, COPY_IN_FAT);
    const boot = await locateBoot(await open(path));
    expect(kernelPlaces({ name: 'base.iso', boot })).toEqual([
      { isoPath: '/boot/bzImage' },
      { isoPath: '/isolinux/vmlinuz' },
      { isoPath: '/efi.img', inside: '/boot/bzImage' },
    ]);
  });

  it('is what BIOS and EFI boot afterwards', async () => {
    const base = baseWith({}, COPY_IN_FAT);
    const iso = await open(base);
    const before = await locateBoot(iso);
    const file = join(folder, 'kernel');
    writeFileSync(file, fakeKernel('amd64', 9, 24_000));
    const output = join(folder, 'output.iso');
    await remaster({
      run: localRunner,
      base,
      iso,
      output,
      replacements: kernelPlaces({ name: base, boot: before }).map((place) => ({ ...place, file })),
    });
    const after = await locateBoot(await open(output));
    expect(after).toEqual({ ...before, kernel: { ...before.kernel, size: 24_000 } });
    expect(after.loaders.map(({ firmware, kernel }) => [firmware, kernel.where])).toEqual([
      ['bios', 'iso'],
      ['efi', 'efi-fat'],
    ]);
  });

  it('would leave two kernels behind if it replaced one alone, and that is no ISO to hand out', async () => {
    const base = baseWith({}, COPY_IN_FAT);
    const file = join(folder, 'kernel-alone');
    writeFileSync(file, fakeKernel('amd64', 9, 24_000));
    const output = join(folder, 'half.iso');
    const replacements = [{ isoPath: '/boot/bzImage', file }];
    await remaster({ run: localRunner, base, iso: await open(base), output, replacements });
    await expect(locateBoot(await open(output))).rejects.toMatchObject({
      code: 'BOOT_CONFIGS_DISAGREE',
    });
  });

  it('is refused where a copy cannot be reached', () => {
    const boot = {
      kernel: { path: '/boot/bzimage', size: 1, alsoIn: [{ where: 'efi-fat', path: '/bzimage' }] },
    };
    expect(() => kernelPlaces({ name: 'base.iso', boot: boot as never })).toThrow(
      expect.objectContaining({ code: 'KERNEL_COPY_UNREACHABLE', details: { path: '/bzimage' } }),
    );
  });
});
