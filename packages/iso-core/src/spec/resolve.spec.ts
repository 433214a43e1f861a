import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../runtime/index.js';
import { presetNames } from './presets/index.js';
import { requirementName, wishesOf, type Requirement } from './requirement.js';
import { resolveRequirements } from './resolve.js';
import { parse } from './spec.testing.js';

const resolve = (...require: unknown[]): Requirement[] =>
  resolveRequirements(parse({ minikube: '1.38.1', kernel: { require } }));
const named = (name: string, requirements: readonly Requirement[]): Requirement | undefined =>
  requirements.find((requirement) => requirementName(requirement) === name);

describe('resolving requirements', () => {
  it('requires of every kernel that its config can be looked up', () => {
    expect(resolve()).toMatchObject([
      { option: 'IKCONFIG', values: ['y'], origins: ['every ISO'] },
      { option: 'IKCONFIG_PROC', values: ['y', 'm'], origins: ['every ISO'] },
    ]);
  });

  it('expands presets, in the order of the spec', () => {
    expect(resolve('tc', 'EXT4_FS').map(requirementName)).toEqual([
      'NET_SCH_PRIO',
      'NET_SCH_NETEM',
      'NET_SCH_TBF',
      'BLK_DEV_THROTTLING',
      'EXT4_FS',
      'IKCONFIG',
      'IKCONFIG_PROC',
    ]);
  });

  it('says where an option is asked for', () => {
    expect(resolve('tc', 'EXT4_FS')[4]).toEqual({
      kind: 'option',
      option: 'EXT4_FS',
      values: ['y', 'm'],
      reason: 'The ISO spec asks for it.',
      origins: ['kernel.require[1]'],
    });
  });

  it('merges what is asked for twice, and keeps every reason and origin', () => {
    const requirements = resolve('tc', 'chaos-controller/network', {
      option: 'NET_SCH_PRIO',
      value: ['n', 'm'],
    });
    const prio = named('NET_SCH_PRIO', requirements);
    expect(prio).toMatchObject({
      values: ['m'],
      origins: ['tc', 'chaos-controller/network', 'kernel.require[2]'],
      reason: expect.stringMatching(/^tc puts prio qdiscs .*\. The ISO spec asks for it\.$/),
    });
    expect(requirements.filter((other) => requirementName(other) === 'NET_SCH_PRIO')).toHaveLength(
      1,
    );
  });

  it('merges the same choice, however its options are ordered', () => {
    const requirements = resolve({ anyOf: ['A', 'B'] }, { anyOf: ['B', 'A'] });
    expect(named('A or B', requirements)).toMatchObject({
      origins: ['kernel.require[0]', 'kernel.require[1]'],
    });
    expect(requirements).toHaveLength(3);
  });

  it('takes from a choice what other requirements rule out', () => {
    const requirements = resolve(
      { anyOf: ['A', 'B', { option: 'C', value: ['y', 'm'] }] },
      { option: 'A', value: 'n' },
      { option: 'C', value: 'y' },
    );
    expect(requirements[0]).toMatchObject({
      alternatives: [
        { option: 'B', values: ['y', 'm'] },
        { option: 'C', values: ['y'] },
      ],
    });
  });

  it('applies to every kernel what the spec asks for by name, whatever a preset says', () => {
    const preset = named('DEBUG_INFO_BTF', resolve('chaos-controller/disk-failure'));
    expect(preset?.kernels).toEqual({ from: '5.2' });
    const both = named(
      'DEBUG_INFO_BTF',
      resolve('chaos-controller/disk-failure', 'DEBUG_INFO_BTF'),
    );
    expect(both).toBeDefined();
    expect(both?.kernels).toBeUndefined();
    const override = resolve('chaos-controller/disk-failure', 'BPF_KPROBE_OVERRIDE');
    expect(named('BPF_KPROBE_OVERRIDE', override)).toMatchObject({
      values: ['y'],
      kernelsOn: { arm64: {} },
    });
  });

  it('is the same for the same spec, and knows each option once', () => {
    const items = fc.array(fc.constantFrom(...presetNames(), 'A', 'NET_SCH_PRIO', 'IKCONFIG'));
    fc.assert(
      fc.property(items, (require) => {
        const requirements = resolve(...require);
        expect(requirements).toEqual(resolve(...require));
        const names = requirements.map(requirementName);
        expect(new Set(names).size).toBe(names.length);
        expect(requirements.every((one) => wishesOf(one).every((w) => w.values.length > 0))).toBe(
          true,
        );
      }),
    );
  });
});

describe('requirements that no kernel can satisfy', () => {
  it('are named with both sides', () => {
    expect(() =>
      resolve('chaos-controller/disk-pressure', { option: 'BLK_DEV_THROTTLING', value: 'n' }),
    ).toThrow(
      expect.objectContaining({
        code: 'SPEC_CONTRADICTION',
        message:
          'No kernel can satisfy BLK_DEV_THROTTLING: chaos-controller/disk-pressure wants y or m, kernel.require[1] wants n',
      }),
    );
  });

  it('are all named at once', () => {
    const items = ['A', { option: 'A', value: 'n' }, { option: 'HZ', value: 100 }];
    expect(() => resolve(...items, { option: 'HZ', value: 250 })).toThrow(
      'A: kernel.require[0] wants y or m, kernel.require[1] wants n; HZ: kernel.require[2] wants 100, kernel.require[3] wants 250',
    );
  });

  it('may be those of every ISO', () => {
    expect(() => resolve({ option: 'IKCONFIG', value: 'm' })).toThrow(
      'IKCONFIG: kernel.require[0] wants m, every ISO wants y',
    );
  });

  it('may be a choice of which nothing is left', () => {
    const no = ['A', 'B'].map((option) => ({ option, value: 'n' }));
    expect(() => resolve({ anyOf: ['A', 'B'] }, ...no)).toThrow(
      'A or B: kernel.require[0] wants A=y|m or B=y|m, kernel.require[1] wants n, kernel.require[2] wants n',
    );
  });
});

describe('an unknown preset', () => {
  it('is named with the nearest one', () => {
    expect(() => resolve('tc', 'chaos-controler/netwrok')).toThrow(
      expect.objectContaining({
        code: 'SPEC_UNKNOWN_PRESET',
        message:
          'kernel.require[1]: expected a preset, found "chaos-controler/netwrok" (did you mean "chaos-controller/network"?)',
        hint: expect.stringContaining('chaos-controller/disk-failure'),
      }),
    );
  });

  it('may be an option in lower case, which the hint tells', () => {
    let thrown: unknown;
    try {
      resolve('blk_dev_throttling', 'no-such-thing');
    } catch (error) {
      thrown = error;
    }
    expect(isIsoError(thrown, 'SPEC_UNKNOWN_PRESET') && thrown.details['unknown']).toEqual([
      'blk_dev_throttling',
      'no-such-thing',
    ]);
    expect(isIsoError(thrown) && thrown.hint).toContain('A kernel option is written in upper case');
    expect(isIsoError(thrown) && thrown.message).toContain(
      '"blk_dev_throttling" (did you mean "BLK_DEV_THROTTLING"?)',
    );
  });
});
