// Each thing that a remaster must not change, changed by hand and found.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../bytes/index.js';
import { openIso, type IsoImage } from '../iso9660/index.js';
import { compareIsos } from './compare-isos.js';
import { makeBase, testFolder } from './remaster.testing.js';

const folder = testFolder();
let hybrid: Buffer;
let efi: Buffer;

beforeAll(() => {
  hybrid = readFileSync(makeBase(folder, 'isolinux hybrid'));
  efi = readFileSync(makeBase(folder, 'efi partition with GPT'));
});

async function compared(
  base: Buffer,
  change: (bytes: Buffer, iso: IsoImage) => Promise<void> | void,
  allowed: readonly string[] = [],
) {
  const bytes = Buffer.from(base);
  const iso = await openIso(bytesSource(base));
  await change(bytes, iso);
  const found = await compareIsos(iso, await openIso(bytesSource(bytes)), allowed);
  return [...new Set(found.map(({ code, subject }) => `${code} ${subject}`))];
}

async function offsetOf(iso: IsoImage, path: string): Promise<number> {
  const block = (await iso.find(path))?.extents[0]?.block;
  if (block === undefined) throw new Error(`${path} has no data`);
  return block * iso.blockSize;
}

const flip =
  (path: string, at = 0) =>
  async (bytes: Buffer, iso: IsoImage): Promise<void> => {
    const offset = (await offsetOf(iso, path)) + at;
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 0xff, offset);
  };

it('finds nothing between an ISO and itself', async () => {
  expect(await compared(hybrid, () => undefined)).toEqual([]);
  expect(await compared(efi, () => undefined)).toEqual([]);
});

describe('contents', () => {
  it('that differ by a byte are found, unless they may', async () => {
    const changed = flip('/boot/initrd', 1234);
    expect(await compared(hybrid, changed)).toEqual(['REMASTER_CHANGED_CONTENT /boot/initrd']);
    expect(await compared(hybrid, changed, ['/boot/initrd'])).toEqual([]);
    expect(await compared(hybrid, changed, ['/boot'])).toHaveLength(1);
  });

  it('of the boot image are found too', async () => {
    expect(await compared(hybrid, flip('/boot/isolinux/isolinux.bin', 4096))).toEqual([
      'REMASTER_CHANGED_BOOT boot records',
    ]);
  });

  it('of a boot image without a name are found', async () => {
    const changed = (bytes: Buffer, iso: IsoImage): void => {
      const sector = iso.bootCatalog?.entries[0]?.sector ?? 0;
      bytes.writeUInt8(0x55, sector * 2048 + 70_000);
    };
    expect(await compared(efi, changed)).toEqual(['REMASTER_CHANGED_BOOT boot records']);
  });
});

describe('the tree', () => {
  it('shows names that are gone and names that are new', async () => {
    const renamed = (bytes: Buffer): void => {
      for (let at = bytes.indexOf('readme.txt'); at !== -1; at = bytes.indexOf('readme.txt', at)) {
        bytes.write('README', at);
      }
    };
    expect(await compared(hybrid, renamed)).toEqual([
      'REMASTER_LOST_PATH /doc/readme.txt',
      'REMASTER_ADDED_PATH /doc/README.txt',
    ]);
  });

  it('shows modes that are others', async () => {
    // Rock Ridge's PX entry: the mode in both byte orders after four bytes (P1282 §4.1.1).
    const changed = (bytes: Buffer): void => {
      const record = bytes.indexOf('readme.txt;1');
      const mode = bytes.indexOf('PX', record) + 4;
      bytes.writeUInt32LE(0o100600, mode);
      bytes.writeUInt32BE(0o100600, mode + 4);
    };
    expect(await compared(hybrid, changed)).toEqual([
      'REMASTER_CHANGED_ATTRIBUTES /doc/readme.txt',
    ]);
  });
});

describe('the volume', () => {
  const descriptor = 16 * 2048;
  it.each([
    ['systemId', 8, 'X'],
    ['applicationId', 574, 'X'],
    ['preparerId', 446, 'X'],
  ])('keeps its %s', async (subject, at, text) => {
    const changed = (bytes: Buffer): void => void bytes.write(text, descriptor + at);
    expect(await compared(hybrid, changed)).toEqual([`REMASTER_CHANGED_VOLUME ${subject}`]);
  });
});

describe('boot records', () => {
  it('name a boot image whose table is right', async () => {
    expect(await compared(hybrid, flip('/boot/isolinux/isolinux.bin', 12))).toEqual([
      'REMASTER_CHANGED_BOOT boot records',
    ]);
  });

  it.each([
    ['boot code', 100],
    ['disk signature', 440],
    ['kind of partition', 446 + 4],
    ['bootable flag', 446],
  ])('keep the MBR’s %s', async (_, at) => {
    const changed = (bytes: Buffer): void => void bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(await compared(hybrid, changed)).toEqual(['REMASTER_CHANGED_BOOT boot records']);
  });

  it('keep the GPT’s GUID', async () => {
    const changed = (bytes: Buffer): void => void bytes.writeUInt8(0, 512 + 56);
    expect(await compared(efi, changed)).toEqual(['REMASTER_CHANGED_BOOT boot records']);
  });

  it('keep what the catalog says of an image', async () => {
    const changed = (bytes: Buffer, iso: IsoImage): void => {
      const { sector = 0, entries = [] } = iso.bootCatalog ?? {};
      bytes.writeUInt16LE(7, sector * 2048 + (entries[0]?.offset ?? 0) + 6);
    };
    expect(await compared(hybrid, changed)).toEqual(['REMASTER_CHANGED_BOOT boot records']);
  });

  it('keep their number', async () => {
    const one = await openIso(bytesSource(hybrid));
    const two = await openIso(bytesSource(readFileSync(makeBase(folder, 'bios and efi'))));
    const found = await compareIsos(two, one, []);
    expect(found.map(({ what }) => what)).toContain(
      'the number of boot images: expected 2, found 1',
    );
  });
});

it('finds another volume id, volume date and UUID', async () => {
  for (const at of [40, 813, 830, 864]) {
    const changed = (bytes: Buffer): void => void bytes.write('3', 16 * 2048 + at);
    expect(await compared(hybrid, changed)).toContain('REMASTER_CHANGED_BOOT boot records');
  }
});

it('finds nothing in a boot image that was meant to change', async () => {
  const bios = readFileSync(makeBase(folder, 'efi'));
  const changed = flip('/boot/efi.img', 100_000);
  expect(await compared(bios, changed, ['/boot/efi.img'])).toEqual([]);
  expect(await compared(bios, changed)).toEqual([
    'REMASTER_CHANGED_BOOT boot records',
    'REMASTER_CHANGED_CONTENT /boot/efi.img',
  ]);
});
