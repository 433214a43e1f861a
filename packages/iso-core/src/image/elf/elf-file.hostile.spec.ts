import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { parseElf } from './elf-file.js';
import { buildElf } from './elf.testing.js';

const good = buildElf({
  type: 1,
  sections: [{ name: '.text', data: Buffer.alloc(64, 0x90) }],
  symbols: [{ name: 'defined', section: '.text' }, { name: 'undefined' }],
});

function changed(edit: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(good);
  edit(bytes);
  return bytes;
}

const sectionTable = Number(good.readBigUInt64LE(40));

describe('a damaged or hostile ELF file', () => {
  it.each([
    ['text', Buffer.from('not an ELF file at all, but long enough to be one: 64 bytes and more.')],
    ['an empty file', Buffer.alloc(0)],
    ['half a header', good.subarray(0, 32)],
  ])('is not one: %s', (_, bytes) => {
    expect(() => parseElf(bytes, 'it')).toThrow(
      expect.objectContaining({ code: 'NOT_AN_ELF_FILE' }),
    );
  });

  it.each([
    ['32 bits', changed((bytes) => bytes.writeUInt8(1, 4))],
    ['big endian', changed((bytes) => bytes.writeUInt8(2, 5))],
    ['section headers past the end', changed((bytes) => bytes.writeBigUInt64LE(1n << 40n, 40))],
    ['section headers at the very end', changed((b) => b.writeBigUInt64LE(BigInt(b.length), 40))],
    ['section headers of another size', changed((bytes) => bytes.writeUInt16LE(40, 58))],
    ['more sections than fit', changed((bytes) => bytes.writeUInt16LE(0xff00, 60))],
    ['section names of a missing section', changed((bytes) => bytes.writeUInt16LE(99, 62))],
    [
      'a section past the end',
      changed((bytes) => bytes.writeBigUInt64LE(2n ** 64n - 1n, sectionTable + 64 + 32)),
    ],
    [
      'a section whose offset and size overflow together',
      changed((bytes) => {
        bytes.writeBigUInt64LE(2n ** 64n - 8n, sectionTable + 64 + 24);
        bytes.writeBigUInt64LE(64n, sectionTable + 64 + 32);
      }),
    ],
    [
      'a section name past the names',
      changed((bytes) => bytes.writeUInt32LE(0xffff, sectionTable + 64)),
    ],
  ])('is damaged: %s', (_, bytes) => {
    expect(() => parseElf(bytes, 'it')).toThrow(expect.objectContaining({ code: 'ELF_DAMAGED' }));
  });

  it('does not make a small file into many long names', () => {
    const long = 'x'.repeat(1000);
    const many = buildElf({
      type: 1,
      sections: [],
      symbols: Array.from({ length: 1000 }, () => ({ name: long })),
    });
    expect(() => [...parseElf(many, 'it').symbols()]).toThrow(
      expect.objectContaining({ code: 'ELF_DAMAGED' }),
    );
  });

  it('never does anything but parse or say what is wrong', () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(edits, fc.nat({ max: good.length }), (changes, length) => {
        const bytes = changed((copy) => {
          for (const [offset, value] of changes) copy[offset] = value;
        }).subarray(0, length === 0 ? good.length : length);
        try {
          const file = parseElf(bytes, 'it');
          const names = [...file.symbols()].map(({ name }) => name);
          expect(names.length).toBeLessThanOrEqual(good.length);
          for (const section of file.sections) file.contents(section);
        } catch (error) {
          expect(isIsoError(error, 'ELF_DAMAGED', 'NOT_AN_ELF_FILE')).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
