import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../spec/index.js';
import { parseKernelConfig } from '../config/index.js';
import { editDefconfig } from './edit-defconfig.js';

const edit = (text: string, edits: Record<string, ConfigValue>) =>
  editDefconfig(text, new Map(Object.entries(edits)));

describe('editDefconfig', () => {
  it('adds what is not there in a marked block', () => {
    expect(edit('CONFIG_NET=y\n', { NET_SCH_PRIO: 'm', BLK_DEV_THROTTLING: 'y' })).toBe(
      [
        'CONFIG_NET=y',
        '# nx-minikube-iso: what the ISO spec requires',
        'CONFIG_NET_SCH_PRIO=m',
        'CONFIG_BLK_DEV_THROTTLING=y',
        '# nx-minikube-iso: end',
        '',
      ].join('\n'),
    );
  });

  it('replaces a line where it stands', () => {
    expect(edit('CONFIG_A=m\n# CONFIG_B is not set\nCONFIG_C=y\n', { A: 'y', B: 'm' })).toBe(
      'CONFIG_A=y\nCONFIG_B=m\nCONFIG_C=y\n',
    );
  });

  it('makes no second block', () => {
    const once = edit('CONFIG_A=y\n', { B: 'y' });
    expect(edit(once, { C: 'n', B: 'm' })).toBe(
      once.replace('CONFIG_B=y\n', 'CONFIG_B=m\n# CONFIG_C is not set\n'),
    );
  });

  it('changes nothing for nothing', () => {
    expect(edit('CONFIG_A=y', {})).toBe('CONFIG_A=y');
    expect(edit('CONFIG_A=y', { A: 'y' })).toBe('CONFIG_A=y');
  });

  it('ends the last line before it adds one', () => {
    expect(edit('CONFIG_A=y', { B: 'y' })).toMatch(/^CONFIG_A=y\n# nx-minikube-iso: what/);
    expect(edit('', { B: 'y' })).toMatch(/^# nx-minikube-iso: what/);
  });

  it('ends lines as the file does', () => {
    expect(edit('CONFIG_A=y\r\n', { B: 'y' }).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('begins a new block where one was torn', () => {
    const torn = '# nx-minikube-iso: what the ISO spec requires\nCONFIG_A=y\n';
    expect(parseKernelConfig(edit(torn, { B: 'y' })).get('B')).toBe('y');
  });

  it('refuses what is no value', () => {
    expect(() => edit('', { A: 'y\nCONFIG_B=y' })).toThrow(
      expect.objectContaining({ code: 'KERNEL_OPTION_INVALID' }),
    );
  });
});

const named = (names: RegExp) => fc.stringMatching(names);
const value = fc.constantFrom<ConfigValue>('y', 'm', 'n', '18', '"a \\"b\\""');
const editsOf = (names: RegExp) =>
  fc.array(fc.tuple(named(names), value), { maxLength: 6 }).map((list) => new Map(list));

/** Symbols that texts are about begin with A to C. */
const THERE = /^[ABC][0-9]?$/;
const line = fc.oneof(
  fc.tuple(named(THERE), value).map(([name, set]) => `CONFIG_${name}=${set}`),
  named(THERE).map((name) => `# CONFIG_${name} is not set`),
  fc.constantFrom('', '# a comment', 'CONFIG_A', 'CONFIG_A=', 'something else'),
);
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, isEnded]) => lines.join(end) + (isEnded ? end : ''));

describe('every edit of every text', () => {
  it('is there afterwards, and the same again changes nothing', () => {
    fc.assert(
      fc.property(text, editsOf(/^[A-F][0-9]?$/), (before, wanted) => {
        const after = editDefconfig(before, wanted);
        const config = parseKernelConfig(after);
        for (const [name, set] of wanted) expect(config.get(name)).toBe(set);
        expect(editDefconfig(after, wanted)).toBe(after);
      }),
    );
  });

  it('leaves what was there as it is, when it adds', () => {
    fc.assert(
      fc.property(text, editsOf(/^[DEF][0-9]?$/), (before, wanted) => {
        expect(editDefconfig(before, wanted).startsWith(before)).toBe(true);
      }),
    );
  });

  it('leaves all other lines as they are, when it replaces', () => {
    fc.assert(
      fc.property(text, value, fc.nat(), (before, wanted, nth) => {
        const symbols = parseKernelConfig(before).symbols();
        const symbol = symbols[nth % symbols.length];
        fc.pre(symbol !== undefined);
        const [lines, changed] = [before, editDefconfig(before, new Map([[symbol, wanted]]))].map(
          (one) => one.split('\n').filter((each) => !each.includes(`CONFIG_${symbol}`)),
        );
        expect(changed).toEqual(lines);
      }),
    );
  });
});
