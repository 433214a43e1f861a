import { describe, expect, it } from 'vitest';
import type { Inspection, RequirementVerdict } from '../inspect/index.js';
import { parseKernelConfig } from '../kernel/index.js';
import { assertProbesKnown, chooseProbes, leftOutReport } from './choose-probes.js';

const configText = 'CONFIG_NET_SCH_NETEM=y\nCONFIG_NET_SCH_PRIO=y\n';
const inspection = {
  architecture: 'amd64',
  kernel: { release: '6.1.0', configText, config: parseKernelConfig(configText) },
} as Inspection;

function requiring(...options: string[]): RequirementVerdict[] {
  return options.map((option) => ({
    requirement: { kind: 'option', option, values: ['y', 'm'], reason: '', origins: [] },
    status: 'holds',
    actual: [{ option, value: 'y', status: 'holds', detail: '' }],
  }));
}

function names(probes: boolean | readonly string[], ...options: string[]) {
  const chosen = chooseProbes(probes, [], requiring(...options), inspection);
  return {
    run: chosen.run.map(({ name }) => name),
    leftOut: chosen.leftOut.map(({ name }) => name),
  };
}

describe('chooseProbes', () => {
  it('runs what the requirements call for', () => {
    expect(names(true, 'NET_SCH_NETEM')).toEqual({
      run: ['netem-delay', 'netem-loss'],
      leftOut: [],
    });
  });

  it('tells what was called for and is left out', () => {
    expect(names(false, 'NET_SCH_NETEM')).toEqual({
      run: [],
      leftOut: ['netem-delay', 'netem-loss'],
    });
    expect(names(['netem-loss'], 'NET_SCH_NETEM')).toEqual({
      run: ['netem-loss'],
      leftOut: ['netem-delay'],
    });
  });

  it('runs one that is asked for though nothing calls for it', () => {
    expect(names(['tbf'], 'NET_SCH_NETEM')).toMatchObject({ run: ['tbf'] });
  });

  it('runs what needs options besides that the kernel has though nobody requires them', () => {
    expect(names(true, 'NET_CLS_FLOWER')).toEqual({ run: ['flower'], leftOut: [] });
    expect(names(true, 'NETFILTER_XT_TARGET_MARK')).toEqual({ run: [], leftOut: [] });
  });
});

describe('the name of a probe', () => {
  const check = (probes: boolean | readonly string[]) => () =>
    assertProbesKnown({ probes, scripts: [{ name: 'own', path: '/own.sh', expect: {} }] });

  it('is one of this package’s, or of the spec’s own', () => {
    expect(check(true)).not.toThrow();
    expect(check(['tbf', 'own'])).not.toThrow();
  });

  it('that is none is refused, with the one that was meant', () => {
    expect(check(['netem-dely'])).toThrow(
      expect.objectContaining({
        code: 'PROBE_UNKNOWN',
        hint: expect.stringMatching(/^Did you mean "netem-delay"\? The probes are .*prio.*own/),
      }),
    );
    expect(check(['xyz'])).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^The probes are /) }),
    );
  });
});

describe('leftOutReport', () => {
  it('is no pass', () => {
    const { leftOut } = chooseProbes(false, [], requiring('NET_SCH_TBF'), inspection);
    expect(leftOut.map(leftOutReport)).toEqual([
      expect.objectContaining({ name: 'tbf', status: 'not run', measurements: [] }),
    ]);
  });
});
