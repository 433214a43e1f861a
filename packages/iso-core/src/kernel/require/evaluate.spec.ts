import { describe, expect, it } from 'vitest';
import { parseKernelConfig } from '../config/index.js';
import { evaluate } from './index.js';
import { anyOf, option } from './requirements.testing.js';

const config = parseKernelConfig(
  'CONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_TEXT="a\\"b"\nCONFIG_HEX=0xFF\n',
);
const holds = (...args: Parameters<typeof option>): boolean =>
  evaluate(option(...args), (name) => config.get(name)).holds;

describe('a requirement', () => {
  it('holds when its option has one of the wanted values', () => {
    expect([holds('A'), holds('B'), holds('C'), holds('D')]).toEqual([true, true, false, false]);
    expect([holds('B', ['y']), holds('A', ['m']), holds('C', ['n']), holds('D', ['n'])]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('compares values, not spellings', () => {
    expect(holds('TEXT', ['"\\a\\"b"'])).toBe(true);
    expect(holds('TEXT', ['"a b"'])).toBe(false);
    expect(holds('HEX', ['0XfF'])).toBe(true);
    expect(holds('HEX', ['255'])).toBe(false);
  });

  it('tells which alternative holds and what each is', () => {
    const evaluation = evaluate(anyOf('C', 'B', 'A'), (name) => config.get(name));
    expect(evaluation).toEqual({
      holds: true,
      by: { option: 'B', values: ['y', 'm'] },
      found: [
        { option: 'C', value: 'n' },
        { option: 'B', value: 'm' },
        { option: 'A', value: 'y' },
      ],
    });
    expect(evaluate(anyOf('C', 'D'), (name) => config.get(name)).by).toBeUndefined();
  });
});
