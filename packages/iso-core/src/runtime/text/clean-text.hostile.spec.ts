import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText } from './clean-text.js';

describe('cleanText', () => {
  it.each([
    ['colours', 'a\x1b[31mred\x1b[0mb', 'aredb'],
    ['cursor movement', 'a\x1b[2Kb\x1b[10;20Hc\x1b[?25l', 'abc'],
    ['window titles', 'a\x1b]0;title\x07b\x1b]0;title\x1b\\c', 'abc'],
    ['hyperlinks', '\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['device control strings', 'a\x1bPq#0\x1b\\b', 'ab'],
    ['8-bit sequences', 'a\x9b31mb\x9d0;t\x9cc', 'abc'],
    ['charset switches', 'a\x1b(0b\x1bcc', 'abc'],
    ['an escape cut short', 'a\x1b', 'a'],
    ['a sequence cut short', 'a\x1b[31', 'a'],
    ['an escape inside an escape', '\x1b[\x1b[31m31m', '31m'],
    ['bells, backspaces, NUL, DEL', 'a\x07\x08\x00\x7fb', 'ab'],
    ['text that reorders what is read', 'a\u202eb\u2066c\u200fd', 'abcd'],
  ])('removes %s', (_, dirty, clean) => {
    expect(cleanText(dirty)).toBe(clean);
  });

  it('keeps text, tabs and line ends', () => {
    const text = 'a\tb ü 😀\nc ## d :: e [x] std::string\n\nmake[1]: *** [Makefile:3]';
    expect(cleanText(text)).toBe(text);
  });

  it('makes every line end one that is seen', () => {
    expect(cleanText('a\r\nb\rc\u2028d')).toBe('a\nb\nc\nd');
  });

  it.each([
    '::error::x',
    '  ::set-output name=a::b',
    'ok\n::add-mask::x',
    'ok\r::stop-commands::x',
    '\x1b[0m::error::x',
    ':\x1b[0m:error::x',
    ':::error::x',
    '\u200b::error::x',
    '\u00a0::error::x',
    '##[error]x',
    'text ##[command]x',
    '###[error]x',
    '##vso[task.setvariable variable=a]b',
    '##teamcity[x]',
    '#\x07#[error]x',
  ])('takes the command out of %j', (dirty) => {
    const clean = cleanText(dirty);
    expect(clean).not.toMatch(/^\s*::/m);
    expect(clean).not.toMatch(/##\w*\[/);
  });

  it('leaves nothing to act on in any text, and is settled after once', () => {
    const pieces = fc.constantFrom(
      '\x1b',
      '[',
      ']',
      ':',
      '#',
      '\r',
      '\n',
      ' ',
      'm',
      '\x9b',
      '\x07',
      'a',
    );
    const text = fc
      .array(fc.oneof(pieces, fc.string({ unit: 'binary' })))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (dirty) => {
        const clean = cleanText(dirty);

        expect(clean).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]|^\s*::|##\w*\[/m);
        expect(cleanText(clean)).toBe(clean);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cleanLine', () => {
  it('is one line, and no command by being joined', () => {
    expect(cleanLine(' a\n\tb\r\n c ')).toBe('a b c');
    expect(cleanLine('\n::error::x')).toBe(': :error::x');
  });

  it('is never longer than asked, and does not cut a character in two', () => {
    expect(cleanLine('😀😀😀😀', 3)).toBe('😀😀…');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
        expect([...cleanLine(text, most)].length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
