import { parseJson } from '@nx/devkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendJson, setJson } from './edit.js';

const file = (text: string) => ({ path: 'nx.json', text });
const add = (text: string) => appendJson(file(text), ['plugins'], 'mine');

describe('a list', () => {
  it.each([
    ['{ "plugins": [] }', '{ "plugins": ["mine"] }'],
    ['{ "plugins": ["a"] }', '{ "plugins": ["a", "mine"] }'],
    ['{ "plugins": ["a",] }', '{ "plugins": ["a", "mine",] }'],
    ['{ "plugins": ["a" /* why */] }', '{ "plugins": ["a", /* why */ "mine"] }'],
    ['{ "plugins": [{\n  "plugin": "a"\n}] }', '{ "plugins": [{\n  "plugin": "a"\n}, "mine"] }'],
  ])('on one line stays on it: %j', (before, after) => {
    expect(add(before)).toBe(after);
  });

  it.each([
    [
      '{\n\t"plugins": [\n\t\t"a", // why\n\t\t"b" // and that\n\t]\n}\n',
      '{\n\t"plugins": [\n\t\t"a", // why\n\t\t"b", // and that\n\t\t"mine"\n\t]\n}\n',
    ],
    [
      '{\r\n    "plugins": [\r\n        "a",\r\n    ]\r\n}',
      '{\r\n    "plugins": [\r\n        "a",\r\n        "mine",\r\n    ]\r\n}',
    ],
    [
      '{\n  "plugins": [\n    // none yet\n  ]\n}',
      '{\n  "plugins": [\n    // none yet\n    "mine"\n  ]\n}',
    ],
  ])('over several lines gets one more: %j', (before, after) => {
    expect(add(before)).toBe(after);
  });

  it('is added where there is none, with the objects around it', () => {
    expect(add('{}')).toBe('{\n  "plugins": ["mine"]\n}');
    expect(add('{ "a": 1 }\n')).toBe('{ "a": 1, "plugins": ["mine"] }\n');
    expect(appendJson(file('{\n    "a": {}\n}\n'), ['sync', 'generators'], 'x:y')).toBe(
      '{\n    "a": {},\n    "sync": {\n        "generators": ["x:y"]\n    }\n}\n',
    );
    expect(appendJson(file('{\n  "sync": {}\n}'), ['sync', 'generators'], 'x:y')).toBe(
      '{\n  "sync": {\n    "generators": ["x:y"]\n  }\n}',
    );
  });

  it('is found by its key, whatever else holds its name', () => {
    expect(add('{ "a": "\\"plugins\\": [", "b": { "plugins": [] }, "plu\\u0067ins": [] }')).toBe(
      '{ "a": "\\"plugins\\": [", "b": { "plugins": [] }, "plu\\u0067ins": ["mine"] }',
    );
    expect(add('{ /* "plugins": [] */ "a": "//" }')).toBe(
      '{ /* "plugins": [] */ "a": "//", "plugins": ["mine"] }',
    );
  });
});

describe('what is no list and no object', () => {
  it.each([
    ['{\n  "plugins": {}\n}', 'nx.json:2: expected a list, found {}'],
    ['{ "plugins": null }', 'nx.json:1: expected a list, found null'],
    ['[]', 'nx.json:1: expected an object, found []'],
  ])('holds nothing: %j', (text, message) => {
    expect(() => add(text)).toThrow(
      expect.objectContaining({ code: 'JSON_OF_OTHER_KIND', message }),
    );
  });
});

describe('a value', () => {
  it('takes the place of the one that is there', () => {
    const text = '{\n  "devDependencies": { "a": "1", "b": "2" }\n}\n';
    expect(setJson(file(text), ['devDependencies', 'a'], '^3')).toBe(text.replace('"1"', '"^3"'));
  });
});

describe('any file', () => {
  const blank = fc.constantFrom('', ' ', '\n', '\r\n  ', '\t', '/* ] "," { */', '// } ["\n');

  /** A value as somebody might write it: with blanks, comments and trailing commas anywhere. */
  const written = fc
    .tuple(
      fc.record({ plugins: fc.array(fc.jsonValue()), other: fc.jsonValue() }, { requiredKeys: [] }),
      fc.array(blank, { minLength: 1 }),
      fc.boolean(),
    )
    .map(([value, blanks, trailing]) => {
      let count = 0;
      return JSON.stringify(value).replace(
        /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^{}[\],:"]+/g,
        (token, offset: number, all: string) => {
          const isLast = /^[\]}]$/.test(token) && !/[[{]/.test(all[offset - 1] ?? '[');
          const comma = trailing && isLast ? ',' : '';
          return `${comma}${blanks[count++ % blanks.length] ?? ''}${token}`;
        },
      );
    });

  it('has what was added, and every byte that it had', () => {
    fc.assert(
      fc.property(written, (text) => {
        const before = parseJson<{ plugins?: unknown[] }>(text);
        const edited = add(text);
        expect(parseJson(edited)).toEqual({
          ...before,
          plugins: [...(before.plugins ?? []), 'mine'],
        });
        expect(isSubsequence(text, edited)).toBe(true);
      }),
    );
  });
});

function isSubsequence(part: string, whole: string): boolean {
  let found = 0;
  for (const character of whole) if (part.startsWith(character, found)) found += character.length;
  return found === part.length;
}
