import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../runtime/index.js';
import { parseJson } from './json.js';

const error = (text: string): unknown => {
  try {
    return parseJson(text, 'spec.json');
  } catch (thrown) {
    return thrown;
  }
};

describe('reading JSON', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(text, 'spec.json').value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('knows where every value stands', () => {
    const document = parseJson('{\n  "a": [1,\r\n    { "b": true }]\n}', 'spec.json');
    expect(document.positionOf([])).toEqual({ line: 1, column: 1 });
    expect(document.positionOf(['a'])).toEqual({ line: 2, column: 8 });
    expect(document.positionOf(['a', 1, 'b'])).toEqual({ line: 3, column: 12 });
  });

  it('places what is missing at its nearest parent', () => {
    const document = parseJson('{\n  "a": {}\n}', 'spec.json');
    expect(document.positionOf(['a', 'missing', 'deeper'])).toEqual({ line: 2, column: 8 });
  });

  it('passes over a byte order mark', () => {
    expect(parseJson('\uFEFF{}', 'spec.json').value).toEqual({});
  });

  it.each([
    ['', '1:1: expected a value, found the end of the file'],
    ['{"a": 1', '1:8: expected a comma or a closing brace, found the end of the file'],
    ['[1 2]', '1:4: expected a comma or a closing bracket, found "2"'],
    ['{"a" 1}', '1:6: expected a colon, found "1"'],
    ['{a: 1}', '1:2: expected a key in double quotes, found "a"'],
    ['[nul]', '1:2: expected a value, found "nul"'],
    ['[01]', '1:2: expected a value, found "01"'],
    ['[NaN]', '1:2: expected a value, found "NaN"'],
    ['{} {}', '1:4: expected the end of the file, found "{"'],
    ['["a\nb"]', '1:4: expected a closing double quote, found "\\n"'],
    ['["a\tb"]', '1:4: expected no control character in a text, found "\\t"'],
    ['["\\x"]', '1:3: expected an escape such as \\" or \\n, found "\\\\"'],
    ['{\n "a": 1,\n "a": 2\n}', '3:2: expected every key once, found "a"'],
  ])('names line, column, expected and found in %j', (text, message) => {
    expect(error(text)).toMatchObject({ code: 'SPEC_NOT_JSON', message: `spec.json:${message}` });
  });

  it.each([
    ['{ // why\n}', 'JSON has no comments: remove it.'],
    ['{ /* why */ }', 'JSON has no comments: remove it.'],
    ['# why\n{}', 'JSON has no comments: remove it.'],
    ['{"a": 1,\n}', 'JSON has no trailing commas: remove the comma before it.'],
    ['[1,]', 'JSON has no trailing commas: remove the comma before it.'],
    ["{'a': 1}", 'JSON quotes with double quotes: replace the single ones.'],
  ])('says how to mend %j', (text, hint) => {
    expect(error(text)).toMatchObject({ code: 'SPEC_NOT_JSON', hint });
  });

  it('refuses what JSON.parse refuses, and accepts what it accepts but for repeated keys', () => {
    const pieces = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', '0', '.5', 'e3', 'true', 'null', ' '],
    );
    const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (json) => {
        const outcome = error(json);
        const isRepeated = isIsoError(outcome) && outcome.message.includes('every key once');
        fc.pre(!isRepeated);
        let accepted = true;
        try {
          JSON.parse(json);
        } catch {
          accepted = false;
        }
        expect(isIsoError(outcome, 'SPEC_NOT_JSON')).toBe(!accepted);
      }),
      { numRuns: 3000 },
    );
  });
});
