import { describe, expect, it } from 'vitest';
import { moduleBlockers } from './blockers.js';

function blockers(values: Record<string, string>, hasSymvers = true) {
  const all: Record<string, string> = { MODULES: 'y', ...values };
  const config = { get: (name: string) => all[name] ?? 'n', symbols: () => Object.keys(all) };
  return moduleBlockers(config, { hasSymvers });
}

describe('moduleBlockers', () => {
  it('finds none in an ordinary base, signed modules or not', () => {
    expect(blockers({})).toEqual([]);
    expect(blockers({ MODULE_SIG: 'y', MODULE_SIG_ALL: 'y', MODVERSIONS: 'y' })).toEqual([]);
    expect(blockers({ SECURITY_LOCKDOWN_LSM: 'y', RANDSTRUCT_NONE: 'y', LTO_NONE: 'y' })).toEqual(
      [],
    );
    expect(blockers({ MODULE_SIG_FORCE: 'n' })).toEqual([]);
  });

  it.each([
    ['MODULE_SIG_FORCE', /signed/],
    ['SECURITY_LOCKDOWN_LSM_EARLY', /locked down/],
    ['LOCK_DOWN_KERNEL_FORCE_INTEGRITY', /locked down/],
    ['GCC_PLUGIN_RANDSTRUCT', /shuffled/],
    ['RANDSTRUCT_FULL', /shuffled/],
    ['LTO_CLANG_THIN', /link time/],
    ['CFI_CLANG', /checked by the compiler/],
    ['TRIM_UNUSED_KSYMS', /exports only/],
  ])('says what %s forbids', (symbol, reason) => {
    expect(blockers({ [symbol]: 'y' })).toEqual([expect.stringMatching(reason)]);
  });

  it('wants modules to be loadable, and the exported symbols known', () => {
    expect(blockers({ MODULES: 'n' })).toEqual([expect.stringContaining('MODULES is off')]);
    expect(blockers({}, false)).toEqual([expect.stringContaining('no Module.symvers')]);
  });
});
