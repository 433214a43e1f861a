// Initrds that are damaged or made to harm: each ends in a named error, within bounds.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { bytesSource } from '../bytes/index.js';
import type { InitrdCompression } from './compression-magic.js';
import { archive, directory, entry, file, packed, symlink, testFolder } from './initrd.testing.js';
import type { InitrdLimits } from './limits.js';
import { readEffectiveInitrd } from './read-effective.js';

const folder = testFolder();
const read = (bytes: Uint8Array, limits: Partial<InitrdLimits> = {}) =>
  readEffectiveInitrd(bytesSource(bytes), { limits });
const compressed: Exclude<InitrdCompression, 'none'>[] = ['gzip', 'lz4', 'zstd', 'xz'];
const sample = archive(directory('usr'), file('usr/a', 'content'), symlink('lib', 'usr'));

async function problemOf(bytes: Uint8Array): Promise<string> {
  try {
    await read(bytes);
  } catch (error) {
    if (isIsoError(error, 'INITRD_CORRUPT')) return error.message;
    throw error;
  }
  throw new Error('it was read');
}

describe('names', () => {
  it('never lead out of the root', async () => {
    const initrd = await read(
      archive(
        directory('a'),
        file('/absolute'),
        file('../../up', 'x'),
        file('a/../beside'),
        symlink('out', '/../..'),
        file('out/through'),
      ),
    );
    expect([...initrd.entries.keys()].sort()).toEqual([
      'a',
      'absolute',
      'beside',
      'out',
      'through',
      'up',
    ]);
    expect(initrd.oddities.map(({ kind, path }) => `${kind}: ${path}`)).toEqual([
      'outside the root: ../../up',
      'outside the root: a/../beside',
    ]);
  });

  it('end at their first NUL', async () => {
    const initrd = await read(archive(entry({ name: 'plain\0hidden', body: 'x' })));
    expect([...initrd.entries.keys()]).toEqual(['plain']);
  });

  it('that JavaScript gives a meaning to are names', async () => {
    const initrd = await read(archive(directory('__proto__'), file('__proto__/constructor')));
    expect([...initrd.entries.keys()]).toEqual(['__proto__', '__proto__/constructor']);
  });

  it('that are not UTF-8 stay different names', async () => {
    const initrd = await read(
      archive(
        entry({ name: Buffer.from([0x61, 0xff]) }),
        entry({ name: Buffer.from([0x61, 0xfe]) }),
      ),
    );
    expect([...initrd.entries.keys()]).toEqual(['a\\xff', 'a\\xfe']);
  });

  it('must have a NUL, some length and no more than the kernel takes', async () => {
    const noNul = Buffer.from(file('name'));
    noNul[110 + 4] = 0x78;
    expect(await problemOf(noNul)).toContain('a name without its NUL');
    const sized = (digits: string): Buffer => {
      const bytes = Buffer.from(archive(file('name')));
      bytes.write(digits, 94, 'latin1');
      return bytes;
    };
    expect(await problemOf(sized('00000000'))).toContain('a name of 0 bytes');
    expect(await problemOf(sized('FFFFFFFF'))).toContain('a name of 4294967295 bytes');
    expect(await problemOf(sized('00001001'))).toContain('a name of 4097 bytes');
  });

  it('of more than 255 bytes come to nothing', async () => {
    const initrd = await read(archive(file('n'.repeat(256)), file('n'.repeat(255))));
    expect(initrd.entries.size).toBe(1);
  });
});

describe('symlinks', () => {
  it('that lead round in a circle lead nowhere', async () => {
    const initrd = await read(archive(symlink('a', 'b'), symlink('b', 'a'), file('a/x', 'y')));
    expect(initrd.resolve('a')).toBeUndefined();
    expect(initrd.realPath('a/x')).toBeUndefined();
    expect(initrd.oddities[0]?.what).toBe('symlinks above it lead round in a circle');
  });

  it('to nothing are there and lead nowhere', async () => {
    const initrd = await read(archive(symlink('a', ''), file('a/x')));
    expect(initrd.get('a')).toMatchObject({ type: 'symlink', linkTarget: '' });
    expect(initrd.resolve('a')).toBeUndefined();
    expect(initrd.realPath('a/x')).toBeUndefined();
  });

  it('that grow with each step end after forty', async () => {
    const initrd = await read(archive(symlink('a', 'a/'.repeat(2000)), file('a/x')));
    expect(initrd.resolve('a/x')).toBeUndefined();
  });

  it('are no longer than the kernel takes', async () => {
    const large = entry({ name: 'a', mode: 0o120777, body: 'x'.repeat(4097) });
    expect(await problemOf(large)).toContain('a link target of 4097 bytes');
  });
});

describe('headers', () => {
  it.each([
    ['070707', 'old portable format'],
    ['070703', 'no cpio magic'],
    ['0x0701', 'no cpio magic'],
  ])('with the magic %s are an error', async (magic, message) => {
    const bytes = Buffer.from(sample);
    bytes.write(magic, 0, 'latin1');
    expect(await problemOf(bytes)).toContain(message);
  });

  it('with anything but hexadecimal digits are an error', async () => {
    const bytes = Buffer.from(sample);
    bytes.write(' 1', 14, 'latin1');
    expect(await problemOf(bytes)).toContain('not hexadecimal');
  });

  it('that promise more content than there is are an error', async () => {
    const bytes = Buffer.from(archive(file('a', 'content')));
    bytes.write('FFFFFFF0', 54, 'latin1');
    expect(await problemOf(bytes)).toContain('cut short');
    for (const compression of compressed) {
      expect(await problemOf(packed(compression, bytes))).toContain('cut short');
    }
  });

  it('with content on what has none are an error', async () => {
    expect(await problemOf(entry({ name: 'd', mode: 0o040755, body: 'x' }))).toContain(
      '1 bytes of content on a directory',
    );
  });
});

describe('what lies between members', () => {
  it('is zeros or a member', async () => {
    expect(await problemOf(Buffer.concat([sample, Buffer.from('junk')]))).toContain(
      'expected an archive, found the bytes 0x6a75',
    );
    expect(await problemOf(Buffer.from('not an initrd'))).toContain('expected an archive');
  });

  it('keeps to multiples of four around uncompressed archives', async () => {
    const gzip = packed('gzip', sample);
    const shifted = Buffer.concat([gzip, Buffer.alloc(5 - (gzip.length % 4)), sample]);
    for (const bytes of [
      Buffer.concat([sample, Buffer.alloc(2), sample]),
      Buffer.concat([sample, Buffer.alloc(6), gzip]),
      shifted,
    ]) {
      expect(await problemOf(bytes)).toContain('not at a multiple of four');
    }
    const inside = Buffer.concat([sample, Buffer.alloc(2), sample]);
    expect(await problemOf(packed('gzip', inside))).toContain('padding that does not end at four');
  });

  it('is a chunk length after LZ4, whatever it looks like', async () => {
    for (const next of ['gzip', 'zstd', 'xz', 'none'] as const) {
      const bytes = Buffer.concat([packed('lz4', sample), packed(next, sample)]);
      expect(await problemOf(bytes)).toMatch(
        new RegExp(`a chunk of \\d+ bytes.*${next} after lz4 is read as the length`),
      );
    }
    // One to three zeros are part of that length.
    for (const zeros of [1, 2, 3]) {
      const lz4 = packed('lz4', sample);
      const bytes = Buffer.concat([lz4, Buffer.alloc(zeros), lz4]);
      expect(await problemOf(bytes)).toContain('a chunk of');
    }
  });

  it('inside of a compressed member is cpio alone', async () => {
    const bytes = Buffer.concat([sample, Buffer.from('junk')]);
    for (const compression of compressed) {
      expect(await problemOf(packed(compression, bytes))).toContain('bytes after an archive');
    }
    expect(await problemOf(packed('gzip', Buffer.alloc(0)))).toContain('cut short');
  });
});

describe('compression', () => {
  it.each(compressed)('%s that is cut anywhere is an error', async (compression) => {
    const bytes = packed(compression, sample);
    // Each cut runs a program for zstd and xz: some of them, the last bytes always.
    const step = compression === 'gzip' || compression === 'lz4' ? 1 : 37;
    for (let length = bytes.length - 1; length > 1; length -= step) {
      const message = await problemOf(bytes.subarray(0, length));
      expect(message).toContain(`${compression} member`);
    }
  });

  it('compares what gzip says of its data', async () => {
    const bytes = packed('gzip', sample);
    bytes.writeUInt32LE(1, bytes.length - 8);
    expect(await problemOf(bytes)).toContain('gzip data with CRC');
    const wrongSize = packed('gzip', sample);
    wrongSize.writeUInt32LE(1, wrongSize.length - 4);
    expect(await problemOf(wrongSize)).toContain('bytes of gzip data, expected 1');
  });

  it('reads of gzip what the kernel reads', async () => {
    writeFileSync(join(folder, 'name'), sample);
    const named = execFileSync('gzip', ['-c', join(folder, 'name')]);
    expect((await read(named)).members[0]?.length).toBe(named.length);
    const commented = Buffer.from(gzipSync(sample));
    commented[3] = 0x10;
    expect(await problemOf(commented)).toContain('gzip flags 0x10');
  });

  it('names what it does not read', async () => {
    for (const [tool, name] of [
      ['bzip2', 'bzip2'],
      ['lzma', 'lzma'],
      ['lzop', 'lzo'],
    ] as const) {
      const bytes = execFileSync(tool, ['-c'], { input: sample });
      await expect(read(bytes)).rejects.toMatchObject({
        code: 'INITRD_COMPRESSION_UNSUPPORTED',
        message: expect.stringContaining(name),
      });
    }
  });

  it('refuses what the kernel refuses', async () => {
    const crc64 = execFileSync('xz', ['--check=crc64', '-c'], { input: sample });
    expect(await problemOf(crc64)).toContain('integrity check');
    const frame = execFileSync('lz4', ['-q', '-c'], { input: sample });
    expect(await problemOf(frame)).toContain('expected an archive');
    const wide = execFileSync('zstd', ['-q', '-c', '--long=28', '--ultra', '-22'], {
      input: sample,
    });
    expect(await problemOf(wide)).toContain('a zstd window of 268435456 bytes');
  });
});

describe('limits', () => {
  const code = 'INITRD_TOO_LARGE';

  it.each(compressed)('end a bomb in %s long before it is unpacked', async (compression) => {
    const bomb = packed(compression, entry({ name: 'zeros', body: Buffer.alloc(48 * 1024 ** 2) }));
    await expect(read(bomb, { maxUnpackedBytes: 1024 ** 2 })).rejects.toMatchObject({
      code,
      details: { what: 'unpacked bytes', limit: 1024 ** 2 },
    });
  });

  it('hold for entries and members', async () => {
    const many = archive(file('a'), file('b'), file('c'));
    await expect(read(many, { maxEntries: 2 })).rejects.toMatchObject({ code });
    const members = Buffer.concat([many, many, many]);
    await expect(read(members, { maxMembers: 2 })).rejects.toMatchObject({ code });
  });

  it('hold for contents before their bytes come', async () => {
    const lie = Buffer.from(archive(file('a', 'content')));
    lie.write('F0000000', 54, 'latin1');
    const reading = readEffectiveInitrd(bytesSource(lie), { onFile: () => 'content' });
    await expect(reading).rejects.toMatchObject({ code });
    const kept = readEffectiveInitrd(bytesSource(archive(file('a', 'content'), file('b', '1'))), {
      onFile: () => 'content',
      limits: { maxKeptBytes: 7 },
    });
    await expect(kept).rejects.toMatchObject({ code });
  });

  it('count what is kept for good, and what is let go of only for its time', async () => {
    const large = 'x'.repeat(8_000_000);
    const member = (name: string) => packed('gzip', archive(file(name, large)));
    const two = bytesSource(Buffer.concat([member('a'), member('b')]));
    const reading = (wish: 'content' | 'keep') =>
      readEffectiveInitrd(two, {
        onFile: () => wish,
        take: ({ content }) => content.byteLength,
        limits: { maxKeptBytes: 15_000_000 },
      });
    await expect(reading('keep')).rejects.toMatchObject({ code });
    expect((await reading('content')).get('b')).toMatchObject({ value: 8_000_000 });
  });

  it('keep the list of oddities short', async () => {
    const initrd = await read(archive(...Array.from({ length: 2000 }, () => file('no/where'))));
    expect(initrd.oddities).toHaveLength(1000);
  });
});

it('meets any damage with a named error or not at all', async () => {
  const whole = Buffer.concat([sample, packed('gzip', sample), packed('lz4', sample)]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(whole.length),
      async (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const [offset, value] of changes) bytes[offset] = value;
        try {
          const initrd = await read(bytes.subarray(0, length));
          expect(initrd.members.length).toBeLessThanOrEqual(4);
        } catch (error) {
          if (!isIsoError(error)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
});
