import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedLines } from './bounded-lines.js';

const line = (text: string) => ({ at: 0, text });

function kept(limits: { lines: number; characters: number }, texts: readonly string[]) {
  const bounded = new BoundedLines(limits);
  for (const text of texts) bounded.push(line(text));
  return { texts: bounded.lines().map(({ text }) => text), dropped: bounded.dropped };
}

describe('bounded lines', () => {
  it('are all of them as long as they fit', () => {
    expect(kept({ lines: 3, characters: 3 }, ['a', 'b', 'c'])).toEqual({
      texts: ['a', 'b', 'c'],
      dropped: 0,
    });
  });

  it('are the last ones after that', () => {
    expect(kept({ lines: 2, characters: 100 }, ['a', 'b', 'c'])).toEqual({
      texts: ['b', 'c'],
      dropped: 1,
    });
    expect(kept({ lines: 10, characters: 5 }, ['aaa', 'bbb', 'cc'])).toEqual({
      texts: ['bbb', 'cc'],
      dropped: 1,
    });
  });

  it('are none when the last alone is too long', () => {
    expect(kept({ lines: 10, characters: 2 }, ['a', 'bbb'])).toEqual({ texts: [], dropped: 2 });
  });

  it('are the longest end that fits, whatever comes', () => {
    const limits = { lines: 4, characters: 12 };
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 })), (texts) => {
        const result = kept(limits, texts);
        expect(result.texts).toEqual(texts.slice(texts.length - result.texts.length));
        expect(result.dropped).toBe(texts.length - result.texts.length);
        const more = texts.slice(texts.length - result.texts.length - 1);
        const fits = more.length <= limits.lines && more.join('').length <= limits.characters;
        expect(result.texts.length === texts.length || !fits).toBe(true);
      }),
    );
  });
});
