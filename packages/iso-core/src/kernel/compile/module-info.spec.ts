import { describe, expect, it } from 'vitest';
import { assertFits, moduleInfo } from './module-info.js';

const module = (...info: string[]) => Buffer.from(`\x7fELF…\0${info.join('\0')}\0rest`);
const INTREE = 'intree=Y';

describe('moduleInfo', () => {
  it('reads a key’s value', () => {
    const bytes = module('license=GPL', 'vermagic=6.1.192 mod_unload ', INTREE);
    expect(moduleInfo(bytes, 'vermagic')).toBe('6.1.192 mod_unload ');
    expect(moduleInfo(bytes, 'intree')).toBe('Y');
    expect(moduleInfo(bytes, 'srcversion')).toBeUndefined();
    expect(moduleInfo(Buffer.from('vermagic=6'), 'vermagic')).toBe('6');
  });

  it('does not take a part of another key for it', () => {
    expect(moduleInfo(module('not_intree=Y'), 'intree')).toBeUndefined();
  });
});

describe('assertFits', () => {
  const fits = (bytes: Buffer, vermagic?: string) => () =>
    assertFits('net/x.ko', bytes, '6.1.192', vermagic);

  it('wants the vermagic of the base’s modules', () => {
    const bytes = module('vermagic=6.1.192 SMP mod_unload ', INTREE);
    expect(fits(bytes, '6.1.192 SMP mod_unload ')).not.toThrow();
    expect(fits(bytes, '6.1.192 SMP mod_unload modversions ')).toThrow(
      expect.objectContaining({ code: 'MODULE_VERMAGIC_MISMATCH' }),
    );
  });

  it('wants at least the release where the base has no modules', () => {
    expect(fits(module('vermagic=6.1.192 mod_unload', INTREE))).not.toThrow();
    expect(fits(module('vermagic=6.1.19 mod_unload', INTREE))).toThrow('6.1.192');
    expect(fits(module(INTREE))).toThrow('6.1.192');
  });

  it('wants a module that does not taint the kernel', () => {
    expect(fits(module('vermagic=6.1.192 mod_unload'))).toThrow(
      expect.objectContaining({ code: 'MODULE_OUT_OF_TREE' }),
    );
  });
});
