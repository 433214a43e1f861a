import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLz4Block, Lz4BlockError } from './lz4-block.js';

interface Sequence {
  readonly literals: Uint8Array;
  /** How far back, as a share of what there is, and how many bytes. */
  readonly back: number;
  readonly length: number;
}

const sequences = fc.array(
  fc.record({
    literals: fc.uint8Array({ minLength: 1, maxLength: 600 }),
    back: fc.double({ min: 0, max: 0.999, noNaN: true }),
    length: fc.integer({ min: 4, max: 700 }),
  }),
  { maxLength: 20 },
);

/** Writes the block for `sequences`, and what it decodes to by the format's own words. */
function encode(
  all: readonly Sequence[],
  last: Uint8Array,
  history: Uint8Array,
): { block: Buffer; expected: number[] } {
  const block: number[] = [];
  const expected = [...history];
  const extra = (value: number): void => {
    let rest = value - 15;
    if (rest < 0) return;
    for (; rest >= 255; rest -= 255) block.push(255);
    block.push(rest);
  };
  for (const { literals, back, length } of all) {
    block.push((Math.min(literals.length, 15) << 4) | Math.min(length - 4, 15));
    extra(literals.length);
    for (const byte of literals) block.push(byte);
    expected.push(...literals);
    const distance = 1 + Math.floor(back * Math.min(expected.length, 65535));
    block.push(distance & 255, distance >>> 8);
    extra(length - 4);
    for (let index = 0; index < length; index++) {
      expected.push(expected[expected.length - distance] ?? -1);
    }
  }
  block.push(Math.min(last.length, 15) << 4);
  extra(last.length);
  for (const byte of last) block.push(byte);
  expected.push(...last);
  return { block: Buffer.from(block), expected };
}

describe('an LZ4 block', () => {
  it('decodes to its literals and matches, also overlapping and long ones', () => {
    fc.assert(
      fc.property(
        sequences,
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 200 }),
        (all, last, history) => {
          const { block, expected } = encode(all, last, history);
          const output = new Uint8Array(expected.length);
          output.set(history);
          const end = decodeLz4Block(block, output, history.length);
          expect(end).toBe(expected.length);
          expect(Buffer.from(output).equals(Buffer.from(expected))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('decodes into a part of a larger buffer without touching the rest', () => {
    const memory = new Uint8Array(16).fill(7);
    const end = decodeLz4Block(Uint8Array.of(0x20, 1, 2), memory.subarray(4, 8));
    expect(end).toBe(2);
    expect([...memory]).toEqual([7, 7, 7, 7, 1, 2, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
  });
});

describe('a hostile LZ4 block', () => {
  it.each([
    ['nothing at all', []],
    ['literals that are cut off', [0x50, 1, 2]],
    ['a literal length that is cut off', [0xf0, 255]],
    ['an offset that is cut off', [0x10, 1, 1]],
    ['a match length that is cut off', [0x1f, 1, 1, 0, 255]],
    ['an offset of 0', [0x10, 1, 0, 0, 0x00]],
    ['a match before the beginning', [0x10, 1, 2, 0, 0x00]],
    ['no last literals', [0x10, 1, 1, 0]],
    ['more literals than there is room', [0xf0, 10, ...Array.from({ length: 25 }, () => 1)]],
    ['a longer match than there is room', [0x1f, 1, 1, 0, 255, 255, 0, 0x00]],
  ])('is refused: %s', (_, bytes) => {
    expect(() => decodeLz4Block(Uint8Array.from(bytes), new Uint8Array(20))).toThrow(Lz4BlockError);
  });

  it('never writes past its room, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 100 }), (block, room) => {
        const memory = new Uint8Array(room + 64).fill(0xa5);
        try {
          decodeLz4Block(block, memory.subarray(32, 32 + room));
        } catch (error) {
          expect(error).toBeInstanceOf(Lz4BlockError);
        }
        expect(memory.subarray(0, 32).every((byte) => byte === 0xa5)).toBe(true);
        expect(memory.subarray(32 + room).every((byte) => byte === 0xa5)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
