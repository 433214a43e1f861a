import { describe, expect, it } from 'vitest';
import { parseBootCatalog } from './boot-catalog.js';
import { isoBytes, openBytes, testFolder } from './iso.testing.js';

const folder = testFolder();
const TREE = { 'bios.img': 'B'.repeat(4_000), 'efi.img': 'E'.repeat(9_000), file: 'x' };
const BIOS = ['-b', 'bios.img', '-no-emul-boot', '-boot-load-size', '4'];
const EFI = ['-e', 'efi.img', '-no-emul-boot'];

describe('the boot catalog', () => {
  it('is undefined where there is none', async () => {
    expect((await openBytes(isoBytes(folder, TREE))).bootCatalog).toBeUndefined();
  });

  it('names the BIOS image and what is loaded of it', async () => {
    const iso = await openBytes(isoBytes(folder, TREE, ['-R', ...BIOS]));
    const [extent] = (await iso.find('/bios.img'))?.extents ?? [];
    expect(iso.bootCatalog?.entries).toEqual([
      {
        platform: 'bios',
        bootable: true,
        emulation: 'none',
        loadSegment: 0,
        systemType: 0,
        sectorCount: 4,
        sector: extent?.block,
        offset: 32,
      },
    ]);
  });

  it('names images for BIOS and EFI', async () => {
    const args = ['-R', ...BIOS, '-eltorito-alt-boot', ...EFI];
    const iso = await openBytes(isoBytes(folder, TREE, args));
    const [extent] = (await iso.find('/efi.img'))?.extents ?? [];
    expect(iso.bootCatalog?.entries).toMatchObject([
      { platform: 'bios' },
      { platform: 'efi', bootable: true, sectorCount: 20, sector: extent?.block, offset: 96 },
    ]);
  });

  it('names an EFI image that is the only one', async () => {
    const iso = await openBytes(isoBytes(folder, TREE, ['-R', ...EFI]));
    expect(iso.bootCatalog?.entries).toMatchObject([{ platform: 'efi' }]);
  });

  it('keeps the bytes up to its last entry', async () => {
    const bytes = isoBytes(folder, TREE, ['-R', ...BIOS]);
    const { bootCatalog } = await openBytes(bytes);
    const start = (bootCatalog?.sector ?? 0) * 2048;
    expect(bootCatalog?.bytes.byteLength).toBeLessThan(128);
    expect(
      bytes.subarray(start, start + 64).equals(bootCatalog?.bytes.subarray(0, 64) ?? bytes),
    ).toBe(true);
  });

  it('may have sections with several entries and extensions', () => {
    const { bytes, entry, header, extension } = catalog();
    header(64, 0x90, 0xef, 2);
    entry(96, 0x88, 100);
    extension(128);
    entry(160, 0x00, 200);
    header(192, 0x91, 0x02, 1);
    entry(224, 0x88, 300);
    const parsed = parseBootCatalog(bytes, 'test.iso');
    expect(parsed?.entries).toMatchObject([
      { platform: 'bios', sector: 50 },
      { platform: 'efi', bootable: true, sector: 100 },
      { platform: 'efi', bootable: false, sector: 200 },
      { platform: 'mac', bootable: true, sector: 300 },
    ]);
    expect(parsed?.bytes.byteLength).toBe(256);
  });

  it('may say that an image stands for a drive', () => {
    const { bytes } = catalog();
    const emulations = [0, 1, 2, 3, 4].map((media) => {
      bytes.writeUInt8(media, 33);
      return parseBootCatalog(bytes, 'test.iso')?.entries[0]?.emulation;
    });
    expect(emulations).toEqual(['none', 'floppy', 'floppy', 'floppy', 'disk']);
  });
});

describe('a damaged boot catalog', () => {
  const damages: Record<string, (bytes: Buffer) => void> = {
    'without its header': (bytes) => bytes.writeUInt8(2, 0),
    'without its key': (bytes) => bytes.writeUInt8(0, 30),
    'with a wrong checksum': (bytes) => bytes.writeUInt8(1, 5),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`${name} is ISO_CORRUPT`, () => {
      const { bytes } = catalog();
      damage(bytes);
      expect(() => parseBootCatalog(bytes, 'test.iso')).toThrow(/no valid first entry/);
    });
  }

  it('whose sections do not end is not read on for ever', async () => {
    const bytes = isoBytes(folder, TREE, ['-R', ...BIOS]);
    const { bootCatalog } = await openBytes(bytes);
    const start = (bootCatalog?.sector ?? 0) * 2048;
    for (let at = start + 64; at + 32 <= bytes.byteLength; at += 32) {
      bytes.fill(0, at, at + 32);
      bytes.writeUInt8(0x90, at);
    }
    await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });

  it('with a section of more entries than there is room for is ISO_CORRUPT', async () => {
    const bytes = isoBytes(folder, TREE, ['-R', ...BIOS]);
    const { bootCatalog } = await openBytes(bytes);
    const start = (bootCatalog?.sector ?? 0) * 2048;
    bytes.writeUInt8(0x91, start + 64);
    bytes.writeUInt16LE(0xffff, start + 66);
    await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });

  it('behind the end of the file is ISO_TRUNCATED', async () => {
    const bytes = isoBytes(folder, TREE, ['-R', ...BIOS]);
    bytes.writeUInt32LE(0x00ffffff, 17 * 2048 + 71);
    await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'ISO_TRUNCATED' });
  });
});

/** A catalog with one BIOS entry at sector 50, and what adds to it. */
function catalog() {
  const bytes = Buffer.alloc(2048);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt16LE(0xaa55, 30);
  bytes.writeUInt16LE(0x10000 - 0xaa55 - 1, 28);
  const entry = (at: number, indicator: number, sector: number) => {
    bytes.writeUInt8(indicator, at);
    bytes.writeUInt32LE(sector, at + 8);
  };
  const header = (at: number, kind: number, platform: number, count: number) => {
    bytes.writeUInt8(kind, at);
    bytes.writeUInt8(platform, at + 1);
    bytes.writeUInt16LE(count, at + 2);
  };
  entry(32, 0x88, 50);
  return { bytes, entry, header, extension: (at: number) => bytes.writeUInt8(0x44, at) };
}
