import { rmSync, truncateSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { bytesSource, openFile } from '../bytes/index.js';
import { checkFiles, openIso } from './index.js';
import {
  entriesOf,
  isoBytes,
  JOLIET,
  makeIso,
  openBytes,
  PLAIN,
  recordAt,
  ROCK_RIDGE,
  testFolder,
  type Tree,
} from './iso.testing.js';

const folder = testFolder();
const TREE: Tree = {
  'BOOT/KERNEL.BIN': 'the kernel',
  'BOOT/INNER/DEEP.TXT': 'deep',
  'README.TXT': 'hello',
};
const plain = isoBytes(folder, TREE, PLAIN);
const rockRidge = isoBytes(folder, { ...TREE, link: { link: 'README.TXT' } }, ROCK_RIDGE);

/** The plain ISO after `patch` changed it at the record named `identifier`. */
function patched(identifier: string, patch: (iso: Buffer, at: number) => void): Buffer {
  const iso = Buffer.from(plain);
  patch(iso, recordAt(iso, identifier));
  return iso;
}

const setBlock = (iso: Buffer, at: number, block: number) => iso.writeUInt32LE(block, at + 2);
const setSize = (iso: Buffer, at: number, size: number) => iso.writeUInt32LE(size, at + 10);

async function walkAll(bytes: Uint8Array) {
  const iso = await openBytes(bytes);
  for (const entry of await entriesOf(iso)) {
    if (entry.kind === 'file') await iso.open(entry).read(0, entry.size);
  }
}

describe('what is not an ISO is BASE_NOT_AN_ISO', () => {
  const page = '<!DOCTYPE html><title>404</title>'.padEnd(40_000);
  it.each([
    ['an empty file', Buffer.alloc(0), /0 bytes/],
    ['a small file', Buffer.from('hello'), /5 bytes/],
    ['zeros', Buffer.alloc(100_000), /other bytes/],
    ['an error page', Buffer.from(page), /error page/],
    ['gzip', Buffer.from('\x1f\x8b'.padEnd(40_000), 'latin1'), /gzip/],
    ['qcow2', Buffer.from('QFI\xfb'.padEnd(40_000), 'latin1'), /qcow2/],
  ])('%s', async (_, bytes, message) => {
    await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'BASE_NOT_AN_ISO' });
    await expect(openBytes(bytes)).rejects.toThrow(message);
  });

  it('UDF alone', async () => {
    const bytes = Buffer.alloc(100_000);
    bytes.write('BEA01', 16 * 2048 + 1);
    await expect(openBytes(bytes)).rejects.toThrow(/UDF/);
  });
});

describe('an ISO that is cut short', () => {
  it('is ISO_TRUNCATED wherever it ends behind its first descriptor', async () => {
    for (const size of [17 * 2048, 17 * 2048 + 1, 18 * 2048, 20 * 2048, plain.byteLength - 1]) {
      await expect(openBytes(plain.subarray(0, size))).rejects.toMatchObject({
        code: 'ISO_TRUNCATED',
        details: { found: size },
      });
    }
  });

  it('is ISO_TRUNCATED as a file too', async () => {
    const path = makeIso(folder, TREE);
    truncateSync(path, 200_000);
    const source = await openFile(path);
    await expect(openIso(source)).rejects.toMatchObject({ code: 'ISO_TRUNCATED' });
    await source.close();
    rmSync(path);
  });
});

describe('volume descriptors', () => {
  it('that do not end are ISO_CORRUPT', async () => {
    const iso = Buffer.alloc(200 * 2048);
    for (let sector = 16; sector < 200; sector += 1) {
      plain.copy(iso, sector * 2048, 16 * 2048, 17 * 2048);
    }
    await expect(openBytes(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });

  it('without a primary one are ISO_CORRUPT', async () => {
    const iso = Buffer.from(plain);
    iso.writeUInt8(3, 16 * 2048);
    await expect(openBytes(iso)).rejects.toThrow(/no primary volume descriptor/);
  });

  it.each([0, 1, 3, 4096, 65535])('with blocks of %i bytes are ISO_UNSUPPORTED', async (size) => {
    const iso = Buffer.from(plain);
    iso.writeUInt16LE(size, 16 * 2048 + 128);
    await expect(openBytes(iso)).rejects.toMatchObject({ code: 'ISO_UNSUPPORTED' });
  });

  it('with a root directory past the end are ISO_CORRUPT', async () => {
    const iso = Buffer.from(plain);
    iso.writeUInt32LE(0xfffffff0, 16 * 2048 + 156 + 2);
    await expect(openBytes(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });
});

describe('directories', () => {
  it('that contain themselves are ISO_CORRUPT when walked, and found no deeper than asked', async () => {
    const outer = plain.readUInt32LE(recordAt(plain, 'BOOT') + 2);
    const iso = patched('INNER', (bytes, at) => setBlock(bytes, at, outer));
    await expect(walkAll(iso)).rejects.toThrow(/loops/);
    expect(await (await openBytes(iso)).find('/BOOT/INNER/INNER/KERNEL.BIN')).toMatchObject({
      size: 10,
    });
  });

  it('that are the root again are ISO_CORRUPT', async () => {
    const root = plain.readUInt32LE(16 * 2048 + 156 + 2);
    const iso = patched('INNER', (bytes, at) => setBlock(bytes, at, root));
    await expect(walkAll(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });

  it.each([
    ['past the end', 0x7fffffff, 2048],
    ['reaching past the end', plain.byteLength / 2048 - 1, 4096],
    ['of 4 GiB', 20, 0xffffffff],
  ])('%s are ISO_CORRUPT', async (_, block, size) => {
    const iso = patched('INNER', (bytes, at) => {
      setBlock(bytes, at, block);
      setSize(bytes, at, size);
    });
    await expect(walkAll(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });

  it('with a record that is too short are ISO_CORRUPT', async () => {
    for (const length of [1, 33, 40]) {
      const iso = patched('README.TXT;1', (bytes, at) => bytes.writeUInt8(length, at));
      await expect(walkAll(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
    }
  });

  it('with a name longer than its record are ISO_CORRUPT', async () => {
    for (const length of [0, 200, 255]) {
      const iso = patched('README.TXT;1', (bytes, at) => bytes.writeUInt8(length, at + 32));
      await expect(walkAll(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
    }
  });

  it('nested without end are ISO_CORRUPT', async () => {
    // Each directory is one sector further on and holds the next one.
    const levels = 400;
    const start = plain.byteLength / 2048;
    const iso = Buffer.concat([plain, Buffer.alloc(levels * 2048)]);
    const template = plain.subarray(recordAt(plain, 'INNER'), recordAt(plain, 'INNER') + 40);
    for (let level = 0; level < levels - 1; level += 1) {
      const at = (start + level) * 2048;
      template.copy(iso, at);
      iso.writeUInt8(40, at);
      setBlock(iso, at, start + level + 1);
    }
    setBlock(iso, recordAt(iso, 'INNER'), start);
    await expect(walkAll(iso)).rejects.toThrow(/deep/);
  });
});

describe('names', () => {
  it.each(['README/TXT;1', 'README\0TXT;1', '../../../x;1', '..;1        '.trim()])(
    'like %j are ISO_CORRUPT',
    async (name) => {
      const iso = patched('README.TXT;1', (bytes, at) => {
        bytes.writeUInt8(name.length, at + 32);
        bytes.write(name, at + 33, 'latin1');
      });
      await expect(walkAll(iso)).rejects.toThrow(/entry named/);
    },
  );

  it.each(['README/TXT', '..'])('of Rock Ridge like %j are ISO_CORRUPT', async (name) => {
    const iso = Buffer.from(rockRidge);
    const at = iso.indexOf(Buffer.from('NM\x0f\x01\0README.TXT', 'latin1'));
    expect(at).toBeGreaterThan(0);
    iso.write(name.padEnd(10, '\0'), at + 5, 'latin1');
    if (name === '..') {
      // The field shrinks to its name; the rest becomes a field of its own.
      iso.writeUInt8(7, at + 2);
      iso.write('ZZ\x08\x01', at + 7, 'latin1');
    }
    await expect(walkAll(iso)).rejects.toThrow(/entry named/);
  });

  it('that occur twice with Rock Ridge are ISO_CORRUPT', async () => {
    const two = isoBytes(folder, { one: '1', two: '2' }, ROCK_RIDGE);
    two.write('one', two.indexOf('NM\x08\x01\0two') + 5);
    await expect(walkAll(two)).rejects.toThrow(/two entries/);
  });

  it('of Joliet with an odd number of bytes do no harm', async () => {
    const joliet = isoBytes(folder, TREE, JOLIET);
    const at = recordAt(joliet, Buffer.from('README.TXT', 'utf16le').swap16());
    joliet.writeUInt8((joliet[at + 32] ?? 0) - 1, at + 32);
    expect((await entriesOf(await openBytes(joliet))).length).toBeGreaterThan(3);
  });
});

describe('files', () => {
  it('of an honest ISO can all be read', async () => {
    await expect(checkFiles(await openBytes(rockRidge))).resolves.toBeUndefined();
  });

  it('past the end are listed, and ISO_CORRUPT when opened', async () => {
    const iso = await openBytes(
      patched('README.TXT;1', (bytes, at) => setBlock(bytes, at, 0x7fffffff)),
    );
    const entry = await iso.find('/README.TXT');
    expect(entry).toMatchObject({ size: 5 });
    expect(() => entry && iso.open(entry)).toThrow(/past the end/);
    await expect(checkFiles(iso)).rejects.toMatchObject({
      code: 'ISO_CORRUPT',
      message: expect.stringContaining('/README.TXT'),
    });
  });

  it('of 4 GiB in a small ISO are ISO_CORRUPT', async () => {
    const iso = await openBytes(
      patched('README.TXT;1', (bytes, at) => setSize(bytes, at, 0xffffffff)),
    );
    const entry = await iso.find('/README.TXT');
    expect(() => entry && iso.open(entry)).toThrow(/past the end/);
  });

  it('that are interleaved are ISO_UNSUPPORTED', async () => {
    const iso = await openBytes(
      patched('README.TXT;1', (bytes, at) => bytes.writeUInt8(1, at + 26)),
    );
    const entry = await iso.find('/README.TXT');
    expect(() => entry && iso.open(entry)).toThrow(/interleaved/);
  });

  it('that zisofs compressed are ISO_UNSUPPORTED', async () => {
    const bytes = Buffer.from(rockRidge);
    const record = recordAt(bytes, 'README.TXT;1');
    const time = bytes.indexOf('TF', record);
    bytes.write('ZF', time);
    const iso = await openBytes(bytes);
    const entry = await iso.find('/README.TXT');
    expect(() => entry && iso.open(entry)).toThrow(/zisofs/);
  });

  it('whose last extent is missing are ISO_CORRUPT', async () => {
    const iso = patched('README.TXT;1', (bytes, at) => bytes.writeUInt8(0x80, at + 25));
    await expect(walkAll(iso)).rejects.toThrow(/last extent/);
  });

  it('whose extents are mixed with another file’s are ISO_CORRUPT', async () => {
    const two = isoBytes(folder, { 'A.TXT': 'a', 'B.TXT': 'b' }, PLAIN);
    two.writeUInt8(0x80, recordAt(two, 'A.TXT;1') + 25);
    await expect(walkAll(two)).rejects.toThrow(/mixed/);
  });

  it('cannot be opened where they are folders', async () => {
    const iso = await openBytes(plain);
    const entry = await iso.find('/BOOT');
    expect(() => entry && iso.open(entry)).toThrow(/directory/);
  });
});

describe('system use fields', () => {
  const long = isoBytes(folder, { ['n'.repeat(240)]: 'x', other: 'y' }, ROCK_RIDGE);
  const continuation = () => {
    const iso = Buffer.from(long);
    const at = iso.indexOf('CE\x1c\x01', recordAt(iso, 'OTHER.;1') - 1000);
    return { iso, at };
  };

  it('that go on past the end are ISO_CORRUPT', async () => {
    const { iso, at } = continuation();
    iso.writeUInt32LE(0x7fffffff, at + 4);
    await expect(walkAll(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });

  it('that go on for ever are ISO_CORRUPT', async () => {
    const { iso, at } = continuation();
    const [block, offset] = [iso.readUInt32LE(at + 4), iso.readUInt32LE(at + 12)];
    iso.copy(iso, block * 2048 + offset, at, at + 28);
    await expect(walkAll(iso)).rejects.toThrow(/does not end/);
  });

  it('that go on with a huge area are ISO_CORRUPT', async () => {
    const { iso, at } = continuation();
    iso.writeUInt32LE(0xffffffff, at + 20);
    await expect(walkAll(iso)).rejects.toMatchObject({ code: 'ISO_CORRUPT' });
  });
});

describe('an ISO with any bytes changed', () => {
  it('is read or refused with an IsoError, and never hangs', async () => {
    const end = 40 * 2048;
    const change = fc.tuple(fc.integer({ min: 16 * 2048, max: end }), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 40 }), async (changes) => {
        for (const original of [plain, rockRidge]) {
          const iso = Buffer.from(original);
          for (const [at, value] of changes) iso.writeUInt8(value, at);
          await walkAll(iso).catch((error: unknown) => {
            if (!isIsoError(error)) throw error;
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read or refused when records are changed', async () => {
    const records = ['BOOT', 'INNER', 'README.TXT;1', 'KERNEL.BIN;1', '\0', '\x01'];
    const change = fc.tuple(fc.constantFrom(...records), fc.nat(60), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        for (const original of [plain, rockRidge]) {
          const iso = Buffer.from(original);
          for (const [name, offset, value] of changes) {
            iso.writeUInt8(value, recordAt(original, name) + offset);
          }
          await walkAll(iso).catch((error: unknown) => {
            if (!isIsoError(error)) throw error;
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('opens as it was when nothing was changed', async () => {
    await walkAll(plain);
    await walkAll(rockRidge);
    expect((await openIso(bytesSource(plain))).naming).toBe('plain');
  });
});
