import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { isoBytes, openBytes, testFolder } from '../iso9660/iso.testing.js';
import {
  amd64Iso,
  amd64Tree,
  arm64Iso,
  BIOS,
  EFI,
  fatImage,
  GRUB_CFG,
  without,
} from './boot.testing.js';
import { bootRecords, locateBoot } from './index.js';

const folder = testFolder();

async function locate(bytes: Uint8Array) {
  return locateBoot(await openBytes(bytes));
}

const CFG = 'isolinux/isolinux.cfg';

describe('an ISO that boots nothing', () => {
  it('for want of boot records is BASE_NOT_BOOTABLE', async () => {
    await expect(locate(isoBytes(folder, amd64Tree()))).rejects.toMatchObject({
      code: 'BASE_NOT_BOOTABLE',
    });
  });

  it('for want of a config is BOOT_CONFIG_MISSING', async () => {
    const tree = without(amd64Tree(), CFG);
    await expect(locate(isoBytes(folder, tree, ['-R', ...BIOS]))).rejects.toMatchObject({
      code: 'BOOT_CONFIG_MISSING',
    });
  });

  it('for want of the kernel or the initrd is BOOT_FILE_MISSING', async () => {
    const noKernel = without(amd64Tree(), 'boot/bzImage');
    await expect(locate(isoBytes(folder, noKernel, ['-R', ...BIOS]))).rejects.toMatchObject({
      code: 'BOOT_FILE_MISSING',
      details: { role: 'kernel', path: '/boot/bzImage', configPath: '/isolinux/isolinux.cfg' },
    });
    const noInitrd = { 'EFI/BOOT/grub.cfg': GRUB_CFG.replace('/boot/initrd', '/nothing') };
    await expect(locate(arm64Iso(folder, noInitrd, noInitrd))).rejects.toMatchObject({
      code: 'BOOT_FILE_MISSING',
      details: { role: 'initrd', path: '/nothing' },
    });
  });

  it('because its config starts something else is BOOT_CONFIG_UNCLEAR', async () => {
    for (const config of [
      '',
      'default 1\nlabel 1\nkernel hdt.c32\n',
      'default 1\nlabel 1\nlocalboot 0\n',
    ]) {
      await expect(locate(amd64Iso(folder, { [CFG]: config }))).rejects.toMatchObject({
        code: 'BOOT_CONFIG_UNCLEAR',
      });
    }
    const chain = { 'EFI/BOOT/grub.cfg': 'menuentry x { chainloader /x.efi\n}\n' };
    await expect(locate(arm64Iso(folder, chain, chain))).rejects.toMatchObject({
      code: 'BOOT_CONFIG_UNCLEAR',
    });
  });

  it('because the kernel is a folder is BOOT_FILE_MISSING', async () => {
    const config = 'default 1\nlabel 1\nkernel /boot\n';
    await expect(locate(amd64Iso(folder, { [CFG]: config }))).rejects.toMatchObject({
      code: 'BOOT_FILE_MISSING',
    });
  });

  it('because a link leads out of it is BOOT_FILE_MISSING', async () => {
    const changes = { 'boot/bzImage': { link: '../../../../../../bin/sh' } };
    await expect(locate(amd64Iso(folder, changes))).rejects.toMatchObject({
      code: 'BOOT_FILE_MISSING',
    });
  });
});

describe('a config that', () => {
  it.each([
    ['includes itself', 'include isolinux.cfg\ninclude isolinux.cfg\n'],
    ['goes on in itself', 'default 1\nlabel 1\nconfig isolinux.cfg\n'],
    ['is larger than any config', ' '.repeat(1024 * 1024 + 1)],
  ])('%s is BOOT_CONFIG_UNCLEAR', async (_, config) => {
    await expect(locate(amd64Iso(folder, { [CFG]: config }))).rejects.toMatchObject({
      code: 'BOOT_CONFIG_UNCLEAR',
    });
  });
});

describe('a kernel', () => {
  it('that is neither architecture’s is ARCHITECTURE_UNKNOWN', async () => {
    for (const kernel of [Buffer.alloc(20_000), Buffer.alloc(0), Buffer.from('MZ')]) {
      await expect(locate(amd64Iso(folder, { 'boot/bzImage': kernel }))).rejects.toMatchObject({
        code: 'ARCHITECTURE_UNKNOWN',
      });
    }
  });

  it('that lies in the EFI boot image alone is BOOT_CONFIG_UNCLEAR', async () => {
    const kernel = Buffer.alloc(2_000);
    const tree = {
      'efi.img': fatImage(folder, {
        'EFI/BOOT/grub.cfg': 'linux /boot/kernel\n',
        'boot/kernel': kernel,
      }),
    };
    await expect(locate(isoBytes(folder, tree, ['-R', ...EFI]))).rejects.toThrow(
      /EFI boot image, expected it on the ISO/,
    );
  });
});

describe('boot records with any bytes changed', () => {
  it.each([
    ['BIOS', amd64Iso(folder)],
    ['EFI', arm64Iso(folder)],
  ])('for %s are read or refused with an IsoError', async (_, original) => {
    const iso = await openBytes(original);
    const catalog = (iso.bootCatalog?.sector ?? 0) * 2048;
    const image = (iso.bootCatalog?.entries[0]?.sector ?? 0) * 2048;
    const place = fc.oneof(
      fc.integer({ min: catalog, max: catalog + 128 }),
      fc.integer({ min: image, max: image + 8_192 }),
      fc.nat(2_048),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 12 }), async (all) => {
        const bytes = Buffer.from(original);
        for (const [at, value] of all) bytes.writeUInt8(value, at);
        try {
          const opened = await openBytes(bytes);
          await bootRecords(opened);
          await locateBoot(opened);
        } catch (error) {
          if (!isIsoError(error)) throw error;
        }
      }),
      { numRuns: 150 },
    );
  });
});
