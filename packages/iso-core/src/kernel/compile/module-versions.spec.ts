import { describe, expect, it } from 'vitest';
import {
  assertResolved,
  parseSymbolVersions,
  parseUndefined,
  versionsSection,
} from './module-versions.js';

describe('parseSymbolVersions', () => {
  it('reads the columns of every era', () => {
    const text = [
      '0x0d7b9d7c\tkfree\tvmlinux\tEXPORT_SYMBOL',
      '0xffffffff\tusb_x\tdrivers/usb/usb\tEXPORT_SYMBOL_GPL\tUSB',
      '0x00000000\tzero\tvmlinux\tEXPORT_SYMBOL\t',
      'garbage',
      '',
    ].join('\n');
    expect([...parseSymbolVersions(text)]).toEqual([
      ['kfree', 0x0d7b9d7c],
      ['usb_x', 0xffffffff],
      ['zero', 0],
    ]);
  });
});

describe('parseUndefined', () => {
  it('tells what is needed from what may be missing', () => {
    expect(parseUndefined('kfree U\nweak_one w\n_GLOBAL_OFFSET_TABLE_ U\n__x v\n\n')).toEqual({
      required: ['kfree'],
      optional: ['weak_one', '__x'],
    });
  });
});

describe('assertResolved', () => {
  it('names what the base does not export', () => {
    const versions = new Map([['kfree', 1]]);
    expect(() => assertResolved('a.ko', ['kfree'], versions)).not.toThrow();
    expect(() => assertResolved('a.ko', ['kfree', 'b', 'c', 'd', 'e', 'f', 'g'], versions)).toThrow(
      expect.objectContaining({
        code: 'MODULE_SYMBOL_UNRESOLVED',
        message: 'a.ko needs b, c, d, e, f and 1 more symbols, which the base does not export',
      }),
    );
  });
});

describe('versionsSection', () => {
  it('has 64 bytes for each symbol that has a version, the layout of modules first', () => {
    const versions = new Map([
      ['kfree', 0x0d7b9d7c],
      ['module_layout', 0xffffffff],
    ]);
    const section = Buffer.from(versionsSection(['kfree', 'weak_and_absent', 'kfree'], versions));
    expect(section.length).toBe(128);
    expect(section.readBigUInt64LE(0)).toBe(0xffffffffn);
    expect(section.toString('latin1', 8, 64).replace(/\0+$/, '')).toBe('module_layout');
    expect(section.readBigUInt64LE(64)).toBe(0x0d7b9d7cn);
    expect(section.toString('latin1', 72, 128).replace(/\0+$/, '')).toBe('kfree');
  });

  it('refuses a name that has no room', () => {
    const name = 'n'.repeat(56);
    expect(() => versionsSection([name], new Map([[name, 1]]))).toThrow(
      expect.objectContaining({ code: 'MODULE_SYMBOL_TOO_LONG' }),
    );
  });
});
