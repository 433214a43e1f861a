import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesSource, openUrl } from '../bytes/index.js';
import { pattern, startRangeServer } from '../bytes/range-server.testing.js';
import { openIso } from '../iso9660/index.js';
import { isoBytes, makeIso, openBytes, PLAIN, run, testFolder } from '../iso9660/iso.testing.js';
import {
  amd64Iso,
  amd64Tree,
  arm64Iso,
  arm64Tree,
  BIOS,
  EFI,
  fakeKernel,
  fatImage,
  GRUB_CFG,
  without,
} from './boot.testing.js';
import { locateBoot } from './index.js';

const folder = testFolder();

async function locate(bytes: Uint8Array) {
  return locateBoot(await openBytes(bytes));
}

describe('an ISO with isolinux, as minikube’s for x86_64', () => {
  it('boots what isolinux.cfg says', async () => {
    expect(await locate(amd64Iso(folder))).toEqual({
      architecture: 'amd64',
      firmware: ['bios'],
      loaders: [
        {
          kind: 'isolinux',
          firmware: 'bios',
          where: 'iso',
          configPath: '/isolinux/isolinux.cfg',
          entry: '1',
          kernel: { where: 'iso', path: '/boot/bzImage' },
          initrds: [{ where: 'iso', path: '/boot/initrd' }],
          commandLine: 'root=/dev/sr0 loglevel=3',
        },
      ],
      kernel: { path: '/boot/bzImage', size: 20_000, alsoIn: [] },
      initrdPaths: ['/boot/initrd'],
      commandLine: 'root=/dev/sr0 loglevel=3',
    });
  });

  it('takes the first config in isolinux’s own order', async () => {
    const config = (append: string) =>
      `default 1\nlabel 1\nkernel /boot/bzImage\nappend ${append}\n`;
    const places = ['boot/isolinux/isolinux.cfg', 'boot/isolinux/syslinux.cfg', 'syslinux.cfg'];
    const changes = Object.fromEntries(places.map((path) => [path, config(path)]));
    expect((await locate(amd64Iso(folder, changes))).commandLine).toBe(
      'boot/isolinux/isolinux.cfg',
    );
  });

  it('takes relative paths from the config’s folder', async () => {
    const layout = await locate(
      amd64Iso(folder, {
        'isolinux/isolinux.cfg': 'default 1\nlabel 1\nkernel vmlinuz\ninitrd ../boot/initrd\n',
        'isolinux/vmlinuz': fakeKernel('amd64', 7),
      }),
    );
    expect(layout.kernel.path).toBe('/isolinux/vmlinuz');
    expect(layout.initrdPaths).toEqual(['/boot/initrd']);
  });

  it('follows INCLUDE and CONFIG', async () => {
    const layout = await locate(
      amd64Iso(folder, {
        'isolinux/isolinux.cfg': 'default go\nlabel go\nconfig other/isolinux.cfg\n',
        'isolinux/other/isolinux.cfg': 'default 1\ninclude labels.cfg\n',
        'isolinux/labels.cfg': 'label 1\nkernel /boot/bzImage\ninitrd /boot/initrd\n',
      }),
    );
    expect(layout.loaders[0]?.configPath).toBe('/isolinux/other/isolinux.cfg');
  });

  it('tells the real path where a link leads to the kernel', async () => {
    const layout = await locate(
      amd64Iso(folder, {
        'boot/bzImage': { link: 'vmlinuz-6.6.95' },
        'boot/vmlinuz-6.6.95': fakeKernel('amd64'),
      }),
    );
    expect(layout.kernel.path).toBe('/boot/vmlinuz-6.6.95');
  });

  it('is understood with plain and with Joliet names', async () => {
    const plain = isoBytes(folder, amd64Tree(), [...PLAIN, ...BIOS]);
    expect((await openBytes(plain)).naming).toBe('plain');
    expect((await locate(plain)).kernel.path).toMatch(/^\/boot\/bzimage$/i);
    const joliet = isoBytes(folder, amd64Tree(), ['--norock', '-J', ...BIOS]);
    expect(await locate(joliet)).toMatchObject({ kernel: { path: '/boot/bzImage' } });
  });

  it('may be a hybrid with an MBR', async () => {
    const args = ['-R', ...BIOS, '-isohybrid-mbr', '/usr/lib/ISOLINUX/isohdpfx.bin'];
    expect((await locate(isoBytes(folder, amd64Tree(), args))).firmware).toEqual(['bios']);
  });

  it('names further copies of the kernel, which must change with it', async () => {
    const changes = { 'copy/kernel': fakeKernel('amd64'), 'copy/other': fakeKernel('amd64', 2) };
    expect((await locate(amd64Iso(folder, changes))).kernel.alsoIn).toEqual([
      { where: 'iso', path: '/copy/kernel' },
    ]);
  });

  it('may have no initrd, or several', async () => {
    const config = 'default 1\nlabel 1\nkernel /boot/bzImage\n';
    const none = await locate(amd64Iso(folder, { 'isolinux/isolinux.cfg': config }));
    expect(none.initrdPaths).toEqual([]);
    const several = await locate(
      amd64Iso(folder, {
        'isolinux/isolinux.cfg': `${config}append initrd=/boot/initrd,/boot/more\n`,
        'boot/more': 'more',
      }),
    );
    expect(several.initrdPaths).toEqual(['/boot/initrd', '/boot/more']);
  });
});

describe('an ISO with GRUB for EFI, as minikube’s for arm64', () => {
  it('boots what grub.cfg says, in the EFI boot image and on the ISO', async () => {
    const layout = await locate(arm64Iso(folder));
    expect(layout).toMatchObject({
      architecture: 'arm64',
      firmware: ['efi'],
      kernel: { path: '/boot/bzimage', alsoIn: [] },
      initrdPaths: ['/boot/initrd'],
      commandLine: 'console=tty0 console=ttyAMA0',
    });
    expect(layout.loaders.map(({ kind, where, configPath }) => [kind, where, configPath])).toEqual([
      ['grub', 'efi-fat', '/EFI/BOOT/grub.cfg'],
      ['grub', 'iso', '/EFI/BOOT/grub.cfg'],
    ]);
  });

  it('may have its config at /boot/grub alone', async () => {
    const tree = {
      'efi.img': fatImage(folder, { 'EFI/BOOT/bootaa64.efi': 'GRUB' }),
      'boot/grub/grub.cfg': GRUB_CFG,
      'boot/bzimage': fakeKernel('arm64'),
      'boot/initrd': 'the initrd',
    };
    const layout = await locate(isoBytes(folder, tree, ['-R', ...EFI]));
    expect(layout.loaders).toMatchObject([{ where: 'iso', configPath: '/boot/grub/grub.cfg' }]);
  });

  it('names the kernel inside the EFI boot image too', async () => {
    const copies = { 'EFI/BOOT/bzimage': fakeKernel('arm64') };
    const layout = await locate(arm64Iso(folder, {}, copies));
    expect(layout.kernel.alsoIn).toEqual([
      { where: 'efi-fat', image: '/efi.img', path: '/EFI/BOOT/bzimage' },
    ]);
  });

  it('names the kernel on the ISO where GRUB starts its copy in the EFI boot image', async () => {
    const inFat = { 'boot/bzimage': fakeKernel('arm64') };
    const layout = await locate(arm64Iso(folder, {}, inFat));
    const copy = { where: 'efi-fat', image: '/efi.img', path: '/boot/bzimage' };
    expect(layout.loaders[0]?.kernel).toEqual(copy);
    expect(layout.kernel).toMatchObject({ path: '/boot/bzimage', alsoIn: [copy] });
  });

  it('may have its EFI system partition appended, with a GPT, which is no file of the ISO', async () => {
    const tree = arm64Tree(folder, {}, { 'boot/bzimage': fakeKernel('arm64') });
    const path = makeIso(folder, { 'efi.img': tree['efi.img'] ?? '' });
    const efi = join(dirname(path), 'efi.img');
    run('xorriso', ['-osirrox', 'on', '-indev', path, '-extract', '/efi.img', efi]);
    const bytes = isoBytes(folder, without(tree, 'efi.img'), [
      ...['-R', '-V', 'EFIBOOTISO', '-append_partition', '2', '0xef', efi],
      ...['-appended_part_as_gpt', '-no-emul-boot'],
    ]);
    const iso = await openBytes(bytes);
    expect(iso.bootCatalog).toBeUndefined();
    expect(await locateBoot(iso)).toMatchObject({
      firmware: ['efi'],
      loaders: [{ where: 'efi-fat' }, { where: 'iso' }],
      kernel: { alsoIn: [{ where: 'efi-fat', path: '/boot/bzimage' }] },
    });
  });

  it('is known for EFI where an old mkisofs marked its image as a BIOS one', async () => {
    const bytes = arm64Iso(folder);
    const catalog = (await openBytes(bytes)).bootCatalog;
    const at = (catalog?.sector ?? 0) * 2048;
    bytes.writeUInt8(0, at + 1);
    bytes.writeUInt16LE((bytes.readUInt16LE(at + 28) + 0xef00) & 0xffff, at + 28);
    const iso = await openBytes(bytes);
    expect(iso.bootCatalog?.entries).toMatchObject([{ platform: 'bios' }]);
    expect((await locateBoot(iso)).firmware).toEqual(['efi']);
  });

  it('has the architecture of its EFI loader where the kernel does not tell', async () => {
    const kernel = Buffer.alloc(20_000, 1);
    kernel.writeUInt16LE(0x8b1f, 0);
    expect((await locate(arm64Iso(folder, { 'boot/bzimage': kernel }))).architecture).toBe('arm64');
  });
});

describe('an ISO for BIOS and EFI', () => {
  const args = ['-R', '-J', ...BIOS, '-eltorito-alt-boot', ...EFI];
  const config = 'menuentry x {\n linux /boot/bzImage\n initrd /boot/initrd\n}\n';
  const efi = { 'EFI/BOOT/bootx64.efi': 'GRUB', 'EFI/BOOT/grub.cfg': config };

  it('has the loaders of both', async () => {
    const tree = amd64Tree({ 'efi.img': fatImage(folder, efi) });
    const layout = await locate(isoBytes(folder, tree, args));
    expect(layout.firmware).toEqual(['bios', 'efi']);
    expect(layout.loaders.map(({ kind, firmware }) => [kind, firmware])).toEqual([
      ['isolinux', 'bios'],
      ['grub', 'efi'],
    ]);
  });

  it('is refused when they start different kernels', async () => {
    const tree = amd64Tree({
      'efi.img': fatImage(folder, {
        ...efi,
        'EFI/BOOT/grub.cfg': config.replace('/boot/bzImage', '/boot/other'),
      }),
      'boot/other': fakeKernel('amd64', 2),
    });
    await expect(locate(isoBytes(folder, tree, args))).rejects.toMatchObject({
      code: 'BOOT_CONFIGS_DISAGREE',
      details: { places: ['/boot/bzImage', '/boot/other'] },
    });
  });

  it.each([
    ['has no config that is known', 'loader/entries/x.conf', 'BOOT_CONFIG_MISSING'],
    ['starts no kernel that can be told', 'EFI/BOOT/grub.cfg', 'BOOT_CONFIG_UNCLEAR'],
  ])('is refused when its EFI boot loader %s', async (_, path, code) => {
    const loader = { 'EFI/BOOT/bootx64.efi': 'a loader', [path]: 'title x\n' };
    const tree = amd64Tree({ 'efi.img': fatImage(folder, loader) });
    await expect(locate(isoBytes(folder, tree, args))).rejects.toMatchObject({ code });
  });

  it('is taken when they start copies of one kernel', async () => {
    const tree = amd64Tree({
      'efi.img': fatImage(folder, {
        ...efi,
        'EFI/BOOT/grub.cfg': config.replace('/boot/bzImage', '/boot/copy'),
      }),
      'boot/copy': fakeKernel('amd64'),
    });
    expect((await locate(isoBytes(folder, tree, args))).kernel).toMatchObject({
      path: '/boot/bzImage',
      alsoIn: [{ where: 'iso', path: '/boot/copy' }],
    });
  });

  it('is refused when they load different initrds', async () => {
    const tree = amd64Tree({
      'efi.img': fatImage(folder, {
        ...efi,
        'EFI/BOOT/grub.cfg': config.replace('/boot/initrd', '/boot/other'),
      }),
      'boot/other': 'another initrd',
    });
    await expect(locate(isoBytes(folder, tree, args))).rejects.toMatchObject({
      code: 'BOOT_CONFIGS_DISAGREE',
    });
  });
});

describe('locating the kernel in a large ISO', () => {
  const big = amd64Iso(folder, { 'boot/initrd': pattern(8_000_000) });

  it('reads kilobytes', async () => {
    const source = bytesSource(big, 'big.iso');
    await locateBoot(await openIso(source));
    expect(source.bytesRead).toBeLessThan(64 * 1024);
  });

  it('transfers kilobytes', async () => {
    const { url } = await startRangeServer(big, '"one"');
    const source = await openUrl(`${url}/big.iso`);
    await locateBoot(await openIso(source));
    expect(source.bytesRead).toBeLessThan(768 * 1024);
    await source.close();
  });
});
