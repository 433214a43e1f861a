import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { MAX_CONFIG_LENGTH, MAX_CONFIG_LINE_LENGTH, parseKernelConfig } from './index.js';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isIsoError(error)) return error.code;
    throw error;
  }
  return 'none';
}

describe('hostile kernel configs', () => {
  it('refuses lines and texts that no config has', () => {
    const line = (length: number): string => `CONFIG_A="${'x'.repeat(length - 11)}"`;
    expect(parseKernelConfig(line(MAX_CONFIG_LINE_LENGTH)).has('A')).toBe(true);
    expect(codeOf(() => parseKernelConfig(line(MAX_CONFIG_LINE_LENGTH + 1)))).toBe(
      'KERNEL_CONFIG_TOO_LARGE',
    );
    expect(codeOf(() => parseKernelConfig('\n'.repeat(MAX_CONFIG_LENGTH + 1)))).toBe(
      'KERNEL_CONFIG_TOO_LARGE',
    );
  });

  it('bounds what it remarks on', () => {
    expect(parseKernelConfig('junk\n'.repeat(5000)).remarks).toHaveLength(1000);
  });

  it('is not confused by names that objects have', () => {
    const config = parseKernelConfig('CONFIG___proto__=y\n');
    expect(config.get('__proto__')).toBe('y');
    expect(config.get('constructor')).toBe('n');
    expect(config.has('toString')).toBe(false);
  });

  it('finds no symbol in binary data', () => {
    const config = parseKernelConfig('\u0000\u0001CONFIG_A=y\nCONFIG_\u0000=y\nCONFIG_A B=y\n');
    expect(config.symbols()).toEqual([]);
  });

  it.each([
    ['A', 'y\nCONFIG_B=y'],
    ['A', '"open'],
    ['A', '"a" b"\nCONFIG_B=y'],
    ['A', ''],
    ['A', 'yes'],
    ['A', 'y; rm'],
    ['A\nCONFIG_B', 'y'],
    ['CONFIG A', 'y'],
    ['', 'y'],
  ])('refuses to set %j to %j', (symbol, value) => {
    expect(codeOf(() => parseKernelConfig('').with({ [symbol]: value }))).toBe(
      'KERNEL_OPTION_INVALID',
    );
  });
});
