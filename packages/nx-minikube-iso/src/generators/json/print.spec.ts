import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printJson } from './print.js';

it('spreads objects, and keeps lists of strings together', () => {
  const value = { list: ['a', 'b, "c"'], none: [], object: { numbers: [1] } };
  expect(printJson(value)).toBe(
    '{\n  "list": ["a", "b, \\"c\\""],\n  "none": [],\n  "object": {\n    "numbers": [\n      1\n    ]\n  }\n}',
  );
});

it('is what JSON takes it for, in every layout', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom(' ', '\t', '    '),
      fc.constantFrom('\n', '\r\n'),
      (value, indent, lineEnd) => {
        const printed = JSON.parse(printJson(value, { indent, lineEnd })) as unknown;
        expect(printed).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
  );
});
