import { describe, expect, it } from 'vitest';
import { parseKernelConfig } from '../config/index.js';
import { valuesOf } from './config-valuation.js';
import { evaluate } from './evaluate.js';
import { makefileOf, treeOf } from './kconfig.testing.js';

const SYMBOLS = `
config B
	bool "b"
config M
	tristate "m"
config N
	tristate "n"
config TEXT
	string "text"
config OTHER_TEXT
	string "other"
config INT
	int "int"
config HEX
	hex "hex"
config EMPTY_INT
	int "empty"
`;
const CONFIG = parseKernelConfig(
  'CONFIG_B=y\nCONFIG_M=m\nCONFIG_TEXT="10"\nCONFIG_OTHER_TEXT="9"\nCONFIG_INT=10\nCONFIG_HEX=0xFF\n',
);

/** What `condition` is worth where it guards the prompt of a symbol: n, m, y, or `?`. */
async function worth(condition: string, makefile = makefileOf(6, 1)): Promise<string> {
  const text = `${SYMBOLS}config TESTED\n\ttristate "tested"\n\tdepends on ${condition}\n`;
  const tree = await treeOf({ Kconfig: text, Makefile: makefile });
  expect(tree.problems).toEqual([]);
  const dependsOn = tree.symbol('TESTED')?.dependsOn;
  if (dependsOn === undefined) throw new Error('no symbol TESTED');
  const { low, high } = evaluate(dependsOn, valuesOf(tree, CONFIG));
  return low === high ? 'nmy'.charAt(low) : `${'nmy'.charAt(low)}..${'nmy'.charAt(high)}`;
}

describe('conditions', () => {
  it.each([
    ['B', 'y'],
    ['M', 'm'],
    ['N', 'n'],
    ['NOWHERE', 'n'],
    ['!M', 'm'],
    ['!B', 'n'],
    ['B && M', 'm'],
    ['N || M', 'm'],
    ['N || M && B', 'm'],
    ['(N || B) && !N', 'y'],
    ['M=m', 'y'],
    ['M!=n', 'y'],
    ['M=B', 'n'],
    ['N=NOWHERE', 'n'],
    ['B="y"', 'y'],
    ['M > n', 'y'],
    ['B <= M', 'n'],
    ['y', 'y'],
    ['m', 'n'],
    ['"B"', 'n'],
  ])('as levels: %s is %s', async (condition, expected) => {
    expect(await worth(condition)).toBe(expected);
  });

  it.each([
    ['INT = 10', 'y'],
    ['INT != 10', 'n'],
    ['INT < 9', 'n'],
    ['INT >= 0xa', 'y'],
    ['HEX = 0xff', 'y'],
    ['HEX > 255', 'n'],
    ['HEX > 0xfe', 'y'],
    ['TEXT = "10"', 'y'],
    ['TEXT = 010', 'n'],
    ['INT = 010', 'n'],
    ['INT = 012', 'y'],
    // Two texts are compared as texts, anything else as numbers where it can be.
    ['TEXT < OTHER_TEXT', 'y'],
    ['INT < OTHER_TEXT', 'n'],
    ['"abc" < "abd"', 'y'],
    ['ARCH = "x86"', 'n'],
  ])('as numbers and texts: %s is %s', async (condition, expected) => {
    expect(await worth(condition)).toBe(expected);
  });

  it('take a number without a value for 0 only since 6.11', async () => {
    expect(await worth('EMPTY_INT = 0')).toBe('n');
    expect(await worth('EMPTY_INT = 0', makefileOf(6, 11))).toBe('y');
    expect(await worth('EMPTY_INT = 0', makefileOf(7, 0))).toBe('y');
  });

  it('are known only as far as no command decides', async () => {
    expect(await worth('$(cc-option,-x)')).toBe('n..y');
    expect(await worth('M && $(success,x)')).toBe('n..m');
    expect(await worth('M || !$(success,x)')).toBe('m..y');
    expect(await worth('B || $(success,x)')).toBe('y');
    expect(await worth('N && $(success,x)')).toBe('n');
    expect(await worth('"$(shell,uname)" = "Linux"')).toBe('n..y');
  });
});
