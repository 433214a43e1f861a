import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isoBytes, makeIso, openBytes, run, testFolder } from '../iso9660/iso.testing.js';
import {
  amd64Iso,
  amd64Tree,
  arm64Iso,
  arm64Tree,
  BIOS,
  EFI,
  fakeKernel,
  fatImage,
  ISOLINUX_BIN,
} from './boot.testing.js';
import { bootRecordDifferences, bootRecords } from './index.js';

const folder = testFolder();
const DATE = '--modification-date=2026010203040506';

async function recordsOf(bytes: Uint8Array) {
  return bootRecords(await openBytes(bytes));
}

describe('the boot records', () => {
  it('of an isolinux ISO have a boot info table that points right', async () => {
    const records = await recordsOf(amd64Iso(folder));
    expect(records).toMatchObject({
      volumeId: 'ISOIMAGE',
      catalog: { path: '/isolinux/boot.cat' },
      images: [
        {
          platform: 'bios',
          path: '/isolinux/isolinux.bin',
          size: ISOLINUX_BIN.byteLength,
          bootInfo: { volumeSector: 16, imageSize: ISOLINUX_BIN.byteLength },
          problems: [],
        },
      ],
    });
    expect(records.images[0]?.bootInfo?.imageSector).toBe(records.images[0]?.sector);
    expect(records.systemArea).toMatchObject({ mbr: undefined, gpt: undefined });
  });

  it('of an EFI ISO have the boot image and no boot info table', async () => {
    const records = await recordsOf(arm64Iso(folder));
    expect(records.images).toMatchObject([
      { platform: 'efi', path: '/efi.img', size: 512 * 1024, bootInfo: undefined, problems: [] },
    ]);
  });

  it('tell what a boot info table says wrongly', async () => {
    const bytes = amd64Iso(folder);
    const [image] = (await openBytes(bytes)).bootCatalog?.entries ?? [];
    const at = (image?.sector ?? 0) * 2048;
    bytes.writeUInt32LE(1, at + 12);
    bytes.writeUInt32LE(2, at + 20);
    const { images } = await recordsOf(bytes);
    expect(images[0]?.problems).toEqual([
      `the boot image’s sector is ${image?.sector}, the boot info table says 1`,
      expect.stringMatching(/checksum is \d+, the boot info table says 2/),
    ]);
  });

  it('have the partitions of a hybrid', async () => {
    const path = makeIso(folder, { x: 'x' });
    const efi = join(dirname(path), 'efi.img');
    writeFileSync(efi, fatImage(folder, { 'EFI/BOOT/bootaa64.efi': 'GRUB' }));
    const bytes = isoBytes(folder, arm64Tree(folder), [
      ...['-R', ...EFI, '-append_partition', '2', '0xef', efi, '-appended_part_as_gpt'],
    ]);
    const { systemArea } = await recordsOf(bytes);
    const partition = systemArea.gpt?.partitions.find(({ name }) => name === 'Appended2');
    expect(partition).toMatchObject({ size: 512 * 1024 });
    expect(partition?.type).toBe('c12a7328-f81f-11d2-ba4b-00a0c93ec93b');
    const there = bytes.subarray(partition?.offset, (partition?.offset ?? 0) + 512 * 1024);
    expect(there.equals(readFileSync(efi))).toBe(true);
    expect(systemArea.mbr?.partitions).toMatchObject([{ number: 1, type: 0xee }]);
  });
});

describe('comparing boot records', () => {
  /** What differs after xorriso replaced the kernel of `base` by one of another size. */
  async function afterRemaster(base: Buffer, args: readonly string[]): Promise<string[]> {
    const path = makeIso(folder, { x: 'x' });
    const [before, after, kernel] = ['before', 'after', 'kernel'].map((name) =>
      join(dirname(path), name),
    ) as [string, string, string];
    writeFileSync(before, base);
    writeFileSync(kernel, fakeKernel('amd64', 9, 300_000));
    run('xorriso', [
      ...args,
      ...['-indev', before, '-outdev', after, '-boot_image', 'any', 'replay', '-overwrite', 'on'],
      ...['-map', kernel, '/boot/bzImage', '-volume_date', 'uuid', '2026010203040506'],
      ...['-volume_date', 'c', '2026010203040506', '-commit', '-end'],
    ]);
    return bootRecordDifferences(await recordsOf(base), await recordsOf(readFileSync(after)));
  }

  const hybrid = ['-isohybrid-mbr', '/usr/lib/ISOLINUX/isohdpfx.bin'];
  const shapes: Record<string, () => Buffer> = {
    isolinux: () => isoBytes(folder, amd64Tree(), ['-R', DATE, ...BIOS]),
    'a hybrid': () => isoBytes(folder, amd64Tree(), ['-R', DATE, ...BIOS, ...hybrid]),
    'BIOS and EFI': () => {
      const tree = amd64Tree({ 'efi.img': fatImage(folder, { 'EFI/BOOT/x': '' }) });
      return isoBytes(folder, tree, ['-R', DATE, ...BIOS, '-eltorito-alt-boot', ...EFI]);
    },
  };
  for (const [name, make] of Object.entries(shapes)) {
    it(`finds no difference where only a file of ${name} was replaced`, async () => {
      expect(await afterRemaster(make(), ['-compliance', 'no_emul_toc'])).toEqual([]);
    });
  }

  it('takes volume descriptors that are written twice', async () => {
    const base = isoBytes(folder, amd64Tree(), ['-R', DATE, ...BIOS]);
    expect(await afterRemaster(base, [])).toEqual([]);
  });

  it('finds what differs, with expected and found', async () => {
    const before = await recordsOf(isoBytes(folder, amd64Tree(), ['-R', DATE, ...BIOS]));
    const expectDifference = async (tree: Parameters<typeof isoBytes>[1], args: string[]) => {
      const after = await recordsOf(isoBytes(folder, tree, args));
      return bootRecordDifferences(before, after);
    };
    expect(await expectDifference(amd64Tree(), ['-R', '-V', 'OTHER', DATE, ...BIOS])).toEqual([
      'the volume id: expected "ISOIMAGE", found "OTHER"',
    ]);
    expect(
      await expectDifference(amd64Tree(), ['-R', DATE.replace('06', '07'), ...BIOS]),
    ).toContainEqual(expect.stringMatching(/^the volume UUID: expected "2026-01-02-03-04-05-06"/));
    const otherImage = Buffer.from(ISOLINUX_BIN);
    otherImage.writeUInt8(0x42, 5_000);
    expect(
      await expectDifference(amd64Tree({ 'isolinux/isolinux.bin': otherImage }), [
        ...['-R', DATE, ...BIOS],
      ]),
    ).toEqual([expect.stringMatching(/^boot image 1 \(\/isolinux\/isolinux.bin\)/)]);
    expect(await expectDifference(amd64Tree(), ['-R', DATE, ...BIOS, ...hybrid])).toEqual([
      expect.stringMatching(/^the MBR’s boot code/),
      expect.stringMatching(/^the MBR’s partitions/),
    ]);
    expect(await expectDifference(amd64Tree(), ['-R', DATE])).toContainEqual(
      'the number of boot images: expected 1, found 0',
    );
  });

  it('finds a boot info table that was not moved along', async () => {
    const base = isoBytes(folder, amd64Tree(), ['-R', DATE, ...BIOS]);
    const moved = Buffer.from(base);
    const [image] = (await openBytes(base)).bootCatalog?.entries ?? [];
    moved.writeUInt32LE(7, (image?.sector ?? 0) * 2048 + 12);
    const differences = bootRecordDifferences(await recordsOf(base), await recordsOf(moved));
    expect(differences).toEqual([
      expect.stringMatching(/sector is \d+, the boot info table says 7/),
    ]);
  });
});
