import { describe, expect, it } from 'vitest';
import { parseKernelConfig } from './index.js';

describe('reading a kernel config', () => {
  it('knows set, unset and absent symbols', () => {
    const config = parseKernelConfig('CONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\n');
    expect(['A', 'B', 'C', 'D'].map((symbol) => config.get(symbol))).toEqual(['y', 'm', 'n', 'n']);
    expect(['A', 'B', 'C', 'D'].map((symbol) => config.has(symbol))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(config.symbols()).toEqual(['A', 'B', 'C']);
  });

  it('gives numbers and strings in one spelling', () => {
    const config = parseKernelConfig(
      [
        'CONFIG_INT=-17',
        'CONFIG_HEX=0xFFFF8000',
        String.raw`CONFIG_TEXT="say \"hi\" \\ \bye"`,
        'CONFIG_EMPTY=""',
        'CONFIG_N=n',
        'CONFIG_Y=y   ',
        'CONFIG_NOTED=m # for tests',
        'CONFIG_TAIL="kept" and ignored',
      ].join('\n'),
    );
    expect(config.symbols().map((symbol) => config.get(symbol))).toEqual([
      '-17',
      '0xffff8000',
      String.raw`"say \"hi\" \\ bye"`,
      '""',
      'n',
      'y',
      'm',
      '"kept"',
    ]);
  });

  it('lets the last of several lines count and reports the others', () => {
    const config = parseKernelConfig('CONFIG_A=y\nCONFIG_B=y\n# CONFIG_A is not set\n');
    expect(config.get('A')).toBe('n');
    expect(config.symbols()).toEqual(['B', 'A']);
    expect(config.remarks).toEqual([{ line: 3, kind: 'set again', symbol: 'A' }]);
  });

  it('reports what Kconfig would not read and does not guess', () => {
    const config = parseKernelConfig(
      'CONFIG_OPEN="text\nA=y\n CONFIG_B=y\nCONFIG_NOTHING=\nCONFIG_C\n#CONFIG_D is not set\n',
    );
    expect(config.symbols()).toEqual([]);
    expect(config.remarks).toEqual([
      { line: 1, kind: 'no value', symbol: 'OPEN' },
      { line: 2, kind: 'unexpected line' },
      { line: 3, kind: 'unexpected line' },
      { line: 4, kind: 'no value', symbol: 'NOTHING' },
      { line: 5, kind: 'unexpected line' },
    ]);
  });

  it('reads Windows line ends', () => {
    const config = parseKernelConfig('CONFIG_A=y\r\n# CONFIG_B is not set\r\n\r\nCONFIG_C="x"\r\n');
    expect(['A', 'B', 'C'].map((symbol) => config.get(symbol))).toEqual(['y', 'n', '"x"']);
    expect(config.remarks).toEqual([]);
  });

  it('reads an empty text', () => {
    expect(parseKernelConfig('').symbols()).toEqual([]);
  });
});

describe('editing a kernel config', () => {
  it('sets a symbol where it stands and leaves every other byte', () => {
    const text = '# head\r\nCONFIG_A=y\r\n\r\nodd line\r\n# CONFIG_B is not set\r\nCONFIG_C="c"';
    const edited = parseKernelConfig(text).with({ A: 'n', B: 'm', C: '"d"' });
    expect(edited.toString()).toBe(
      '# head\r\n# CONFIG_A is not set\r\n\r\nodd line\r\nCONFIG_B=m\r\nCONFIG_C="d"',
    );
  });

  it('adds unknown symbols at the end, in the order given, with the line ends of the text', () => {
    const config = parseKernelConfig('CONFIG_A=y\r\nCONFIG_B=y');
    const edited = config.with(
      new Map([
        ['Z', 'm'],
        ['C', 'n'],
      ]),
    );
    expect(edited.toString()).toBe(
      'CONFIG_A=y\r\nCONFIG_B=y\r\nCONFIG_Z=m\r\n# CONFIG_C is not set\r\n',
    );
    expect(config.get('Z')).toBe('n');
  });

  it('writes "not set" for an absent symbol: its default must not come back', () => {
    expect(parseKernelConfig('').with({ A: 'n' }).toString()).toBe('# CONFIG_A is not set\n');
  });

  it('changes the line that counts when a symbol stands twice', () => {
    const edited = parseKernelConfig('CONFIG_A=y\nCONFIG_A=m\n').with({ A: 'n' });
    expect(edited.toString()).toBe('CONFIG_A=y\n# CONFIG_A is not set\n');
    expect(edited.get('A')).toBe('n');
  });

  it('touches nothing when the value is the same in another spelling', () => {
    const text = 'CONFIG_A=0XFF\nCONFIG_B=n\nCONFIG_C="\\c"\n';
    expect(parseKernelConfig(text).with({ A: '0xff', B: 'n', C: '"c"' }).toString()).toBe(text);
  });

  it('takes a string with quotes, backslashes and a hash', () => {
    const value = String.raw`"a \"b\" \\ # c"`;
    expect(parseKernelConfig(parseKernelConfig('').with({ A: value }).toString()).get('A')).toBe(
      value,
    );
  });
});
