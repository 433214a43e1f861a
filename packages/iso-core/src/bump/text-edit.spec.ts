import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from './text-edit.js';

describe('edits of a text', () => {
  it('change what they name, in whatever order they are given', () => {
    const edits = [
      { start: 4, end: 5, text: 'F' },
      { start: 0, end: 2, text: '' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('cdFf');
  });

  it('count once where they are the same, and may not overlap', () => {
    const edit = { start: 1, end: 3, text: 'x' };
    expect(applyEdits('abcd', [edit, { ...edit }])).toBe('axd');
    expect(() => applyEdits('abcd', [edit, { start: 2, end: 4, text: 'y' }])).toThrow('overlap');
  });

  it('leave every other character', () => {
    const kept = fc.string({ unit: 'grapheme' });
    const pieces = fc.array(fc.tuple(kept, fc.string({ minLength: 1 }), fc.string()));
    fc.assert(
      fc.property(pieces, kept, (parts, rest) => {
        let [before, after] = ['', ''];
        const edits = parts.map(([stays, old, text]) => {
          const start = before.length + stays.length;
          before += stays + old;
          after += stays + text;
          return { start, end: start + old.length, text };
        });
        expect(applyEdits(before + rest, edits.toReversed())).toBe(after + rest);
      }),
    );
  });
});
