import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, OutputTail } from './output.js';

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('OutputTail', () => {
  it('keeps the end of what is pushed, never more than its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary-ascii' })), fc.nat(20), (pieces, limit) => {
        const tail = new OutputTail(limit);
        for (const piece of pieces) tail.push(bytes(piece));
        const all = pieces.join('');
        expect(tail.text()).toBe(all.slice(Math.max(0, all.length - limit)));
      }),
    );
  });
});

describe('LineSplitter', () => {
  const split = (pieces: readonly Uint8Array[]): string[] => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    for (const piece of pieces) splitter.push(piece);
    splitter.end();
    return lines;
  };

  it('gives the same lines however the bytes are cut', () => {
    const text = fc.array(fc.constantFrom('a', 'ü', '😀', '\n', '\r\n', '\r'));
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (characters, sizes) => {
        const whole = bytes(characters.join(''));
        const pieces = [];
        for (let at = 0; at < whole.length;) {
          const size = Number(sizes.next().value);
          pieces.push(whole.subarray(at, at + size));
          at += size;
        }
        expect(split(pieces)).toEqual(split([whole]));
      }),
    );
  });

  it('ends a line at \\n, \\r\\n and \\r, and at the end', () => {
    expect(split([bytes('a\nb\r\nc\rd\n\ne')])).toEqual(['a', 'b', 'c', 'd', '', 'e']);
  });

  it('does not hold an endless line in memory', () => {
    const lines = split(Array.from({ length: 100 }, () => bytes('x'.repeat(10_000))));
    expect(lines.join('')).toHaveLength(1_000_000);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(100_000);
  });
});
