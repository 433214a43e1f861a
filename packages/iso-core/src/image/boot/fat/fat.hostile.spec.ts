import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../../runtime/index.js';
import { bytesSource } from '../../bytes/index.js';
import { testFolder } from '../../iso9660/iso.testing.js';
import { fatImage } from '../boot.testing.js';
import { openFat } from './index.js';

const folder = testFolder();
const image = fatImage(folder, {
  'EFI/BOOT/grub.cfg': 'menuentry',
  'big.bin': 'x'.repeat(20_000),
});

/** Offset of the directory entry with this 8.3 name. */
function entryAt(name: string): number {
  const at = image.indexOf(name, 0, 'latin1');
  if (at < 0) throw new Error(`no entry ${name}`);
  return at;
}

async function readAll(bytes: Uint8Array): Promise<void> {
  const fat = await openFat(bytesSource(bytes, 'efi.img'));
  for await (const entry of fat.entries()) {
    if (!entry.isDirectory) await fat.open(entry).read(0, entry.size);
  }
}

function patched(patch: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(image);
  patch(bytes);
  return bytes;
}

/** Writes the FAT12 entry of a cluster into the first table. */
function setNext(bytes: Buffer, cluster: number, next: number): void {
  const table = bytes.readUInt16LE(14) * bytes.readUInt16LE(11);
  const at = table + cluster + (cluster >> 1);
  const pair = bytes.readUInt16LE(at);
  bytes.writeUInt16LE(cluster & 1 ? (pair & 0x000f) | (next << 4) : (pair & 0xf000) | next, at);
}

const clusterOf = (name: string) => image.readUInt16LE(entryAt(name) + 26);

describe('a damaged FAT file system is FAT_CORRUPT', () => {
  const damages: Record<string, (bytes: Buffer) => void> = {
    'without its signature': (bytes) => bytes.writeUInt16LE(0, 510),
    'with sectors of no size': (bytes) => bytes.writeUInt16LE(0, 11),
    'with clusters of no size': (bytes) => bytes.writeUInt8(0, 13),
    'with clusters of three sectors': (bytes) => bytes.writeUInt8(3, 13),
    'without tables': (bytes) => bytes.writeUInt8(0, 16),
    'larger than its image': (bytes) => bytes.writeUInt16LE(0xffff, 19),
    'without room for files': (bytes) => bytes.writeUInt16LE(8, 19),
    'with a table that is too small': (bytes) => {
      bytes.writeUInt8(1, 13);
      bytes.writeUInt16LE(1, 22);
    },
    'whose file goes round in a loop': (bytes) => {
      const first = clusterOf('BIG     BIN');
      setNext(bytes, first + 1, first);
    },
    'whose file goes on in a free cluster': (bytes) => setNext(bytes, clusterOf('BIG     BIN'), 0),
    'whose file goes on in a bad cluster': (bytes) =>
      setNext(bytes, clusterOf('BIG     BIN'), 0xff7),
    'whose file goes on outside': (bytes) => setNext(bytes, clusterOf('BIG     BIN'), 0xfe0),
    'whose file ends before its size': (bytes) => setNext(bytes, clusterOf('BIG     BIN'), 0xfff),
    'whose file begins nowhere': (bytes) => bytes.writeUInt16LE(0, entryAt('BIG     BIN') + 26),
    'whose file is 4 GiB': (bytes) => bytes.writeUInt32LE(0xffffffff, entryAt('BIG     BIN') + 28),
    'whose folder begins nowhere': (bytes) => bytes.writeUInt16LE(0, entryAt('EFI     ') + 26),
    'whose folder contains itself': (bytes) =>
      bytes.writeUInt16LE(clusterOf('EFI     '), entryAt('BOOT    ') + 26),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(name, async () => {
      const error: unknown = await readAll(patched(damage)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'FAT_CORRUPT' });
    });
  }

  it('that is cut short', async () => {
    for (const size of [0, 100, 512, 100_000, image.byteLength - 1]) {
      await expect(readAll(image.subarray(0, size))).rejects.toMatchObject({
        code: 'FAT_CORRUPT',
      });
    }
  });
});

describe('names in a FAT file system', () => {
  it('that would lead elsewhere are left out', async () => {
    const bytes = patched((copy) => {
      copy.write('../X', entryAt('BIG     BIN'), 'latin1');
      copy.write('a/b', entryAt('BOOT    '), 'latin1');
    });
    const paths: string[] = [];
    for await (const { path } of (await openFat(bytesSource(bytes))).entries()) paths.push(path);
    expect(paths).toEqual(['/EFI']);
  });

  it('that are long and do not belong to their entry give way to the short ones', async () => {
    const long = fatImage(folder, { 'a long name.text': 'x' });
    const at = long.indexOf(Buffer.from('a long', 'utf16le').subarray(0, 10)) - 1;
    long.writeUInt8((long.readUInt8(at + 13) + 1) & 0xff, at + 13);
    const fat = await openFat(bytesSource(long));
    expect(await fat.find('/a long name.text')).toBeUndefined();
    expect(await fat.find('/ALONGN~1.TEX')).toMatchObject({ name: 'ALONGN~1.TEX' });
  });
});

describe('a FAT file system with any bytes changed', () => {
  it('is read or refused with an IsoError, and never hangs', async () => {
    const change = fc.tuple(fc.nat(40_000), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 30 }), async (changes) => {
        const bytes = patched((copy) => {
          for (const [at, value] of changes) copy.writeUInt8(value, at);
        });
        await readAll(bytes).catch((error: unknown) => {
          if (!isIsoError(error)) throw error;
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is read or refused when its boot sector is changed', async () => {
    const change = fc.tuple(fc.integer({ min: 11, max: 70 }), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = patched((copy) => {
          for (const [at, value] of changes) copy.writeUInt8(value, at);
        });
        await readAll(bytes).catch((error: unknown) => {
          if (!isIsoError(error)) throw error;
        });
      }),
      { numRuns: 300 },
    );
  });
});
