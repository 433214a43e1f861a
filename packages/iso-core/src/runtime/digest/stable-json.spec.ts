import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableJson } from './stable-json.js';

describe('stableJson', () => {
  it('sorts keys, indents by two and ends with a newline', () => {
    expect(stableJson({ b: [1, { z: null, y: 'ü' }], a: {}, c: [] })).toBe(`{
  "a": {},
  "b": [
    1,
    {
      "y": "ü",
      "z": null
    }
  ],
  "c": []
}
`);
  });

  it('sorts by code unit, numbers among the keys too', () => {
    expect(Object.keys(JSON.parse('{"10":1,"9":1}') as object)).toEqual(['9', '10']);
    expect(stableJson({ 9: 1, 10: 1, a: 1, B: 1 })).toBe(
      '{\n  "10": 1,\n  "9": 1,\n  "B": 1,\n  "a": 1\n}\n',
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(stableJson({ a: undefined, b: [undefined] })).toBe('{\n  "b": [\n    null\n  ]\n}\n');
  });

  it('means the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(stableJson(value))).toEqual(plain);
      }),
    );
  });

  it('has the same bytes whatever order keys were given in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(stableJson(reversed)).toBe(stableJson(value));
      }),
    );
  });

  it('refuses what JSON cannot say', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = { cycle };
    for (const value of [NaN, Infinity, undefined, () => 1, 1n, Symbol('s'), { a: cycle }]) {
      expect(() => stableJson(value)).toThrow(TypeError);
    }
  });

  it('takes the same object in two places', () => {
    const shared = { a: 1 };
    expect(JSON.parse(stableJson([shared, shared]))).toEqual([shared, shared]);
  });

  it('keeps a key named __proto__', () => {
    expect(stableJson(JSON.parse('{"__proto__":1}'))).toBe('{\n  "__proto__": 1\n}\n');
  });
});
