import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripComments } from './strip-comments.js';

describe('stripComments', () => {
  it('takes comments out and keeps lines in place', () => {
    expect(stripComments('a /* CONFIG_X */ b // CONFIG_Y\nc').replace(/ +/g, ' ')).toBe('a b \nc');
    expect(stripComments('a\n/*\n * CONFIG_X\n */\nb')).toMatch(/^a\n +\n +\n +\nb$/);
    expect(stripComments('a // CONFIG_X \\\n CONFIG_Y\nb')).toMatch(/^a +\n +\nb$/);
  });

  it('keeps what only looks like a comment', () => {
    expect(stripComments('"/*" CONFIG_X "*/"')).toBe('"/*" CONFIG_X "*/"');
    expect(stripComments('"\\"/*" CONFIG_X')).toBe('"\\"/*" CONFIG_X');
    expect(stripComments("'\"' /* x */ CONFIG_X")).toMatch(/^'"' +CONFIG_X$/);
    expect(stripComments('a / b /c CONFIG_X')).toBe('a / b /c CONFIG_X');
  });

  it('is not lost after an apostrophe in an assembler’s comment', () => {
    expect(stripComments("# don't\nCONFIG_X /* gone */ y")).toMatch(/^# don't\nCONFIG_X +y$/);
    expect(stripComments("# it's /*\nCONFIG_X")).toBe("# it's /*\nCONFIG_X");
  });

  it('takes an open comment for one up to the end', () => {
    expect(stripComments('a /* CONFIG_X\nCONFIG_Y')).toMatch(/^a +\n +$/);
  });

  it('never changes the number of lines or a column', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'/*"\'\\\nab '.split('')) }), (text) => {
        const stripped = stripComments(text);
        expect(stripped.length).toBe(text.length);
        expect(stripped.split('\n').length).toBe(text.split('\n').length);
      }),
    );
  });
});
