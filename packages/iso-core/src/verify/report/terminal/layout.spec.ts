import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, cut, displayWidth, wrap } from './layout.js';

const text = fc
  .array(
    fc.constantFrom('a', 'b ', ' ', '漢', '😀', 'e\u0301', 'kernel/net/sched/sch_prio.ko', '—'),
  )
  .map((all) => all.join(''));
const width = fc.integer({ min: 10, max: 60 });

describe('the width of a text', () => {
  it.each([
    ['abc', 3],
    ['漢字', 4],
    ['한글', 4],
    ['😀', 2],
    ['e\u0301', 1],
    ['✔ ✖ … → ≤ –', 11],
    ['', 0],
  ])('of %j is %d', (shown, columns) => {
    expect(displayWidth(shown)).toBe(columns);
  });
});

describe('cutting', () => {
  it('shows that something is missing', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdef', 5)).toBe('abcd…');
    expect(cut('漢字漢字', 6)).toBe('漢字…');
  });

  it('never leaves more than the width', () => {
    fc.assert(
      fc.property(text, width, (any, most) => {
        expect(displayWidth(cut(any, most))).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('wrapping', () => {
  it('breaks at spaces, with an indent of its own for the first line', () => {
    expect(wrap('one two three four', 11, '- ', '  ')).toEqual(['- one two', '  three', '  four']);
  });

  it('cuts a word that is wider than a line', () => {
    expect(wrap('a bcdefghijklm n', 8)).toEqual(['a', 'bcdefgh…', 'n']);
  });

  it('keeps every line within the width, and every word that fits', () => {
    fc.assert(
      fc.property(text, width, (any, most) => {
        const lines = wrap(any, most, '- ', '    ');
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(most);
        for (const word of any.split(' ').filter((one) => displayWidth(one) <= most - 4)) {
          expect(lines.join(' ')).toContain(word);
        }
      }),
    );
  });
});

describe('aligning', () => {
  it('begins columns below each other, and pads nothing at the end', () => {
    expect(
      align(
        [
          ['a', 'b', 'c'],
          ['aaa', '漢', 'c'],
          ['a', 'one that spans'],
        ],
        40,
      ),
    ).toEqual(['a    b   c', 'aaa  漢  c', 'a    one that spans']);
  });

  it('keeps every row within the width', () => {
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 5 })), width, (rows, most) => {
        for (const line of align(rows, most)) expect(displayWidth(line)).toBeLessThanOrEqual(most);
      }),
    );
  });
});
