import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toConfigValue } from './config-value.js';

describe('the .config text of a wanted value', () => {
  it.each([
    ['y', 'y'],
    ['m', 'm'],
    ['n', 'n'],
    [100, '100'],
    [-1, '-1'],
    ['100', '100'],
    ['0x1F', '0x1f'],
    ['lz4', '"lz4"'],
    ['', '""'],
    ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
  ])('of %j is %s', (value, text) => {
    expect(toConfigValue(value)).toBe(text);
  });

  it('leaves a text in its own double quotes alone, so that a text option can be "y" or "100"', () => {
    expect(toConfigValue('"y"')).toBe('"y"');
    expect(toConfigValue('"100"')).toBe('"100"');
    expect(toConfigValue('"a\\"b"')).toBe('"a\\"b"');
  });

  it('quotes what only looks like a quoted text', () => {
    expect(toConfigValue('"a"b"')).toBe('"\\"a\\"b\\""');
  });

  it('is the same when applied twice', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(toConfigValue(toConfigValue(value))).toBe(toConfigValue(value));
      }),
    );
  });

  it('gives the text back when Kconfig unescapes it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2 }), (value) => {
        fc.pre(!/^(?:".*"|-?[0-9]+|0x.*)$/is.test(value));
        const text = toConfigValue(value);
        expect(text.slice(1, -1).replace(/\\(.)/gs, '$1')).toBe(value);
      }),
    );
  });
});
