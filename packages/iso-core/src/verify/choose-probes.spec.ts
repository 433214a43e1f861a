import { describe, expect, it } from 'vitest';
import type { RequirementVerdict } from '../inspect/index.js';
import { chooseProbes, leftOutReport } from './choose-probes.js';

const inspection = { kernel: { configText: 'CONFIG_NET_SCH_NETEM=y\n' } } as Parameters<
  typeof chooseProbes
>[2];

function requiring(...options: string[]): RequirementVerdict[] {
  return options.map((option) => ({
    requirement: { kind: 'option', option, values: ['y', 'm'], reason: '', origins: [] },
    status: 'holds',
    actual: [{ option, value: 'y', status: 'holds', detail: '' }],
  }));
}

async function names(probes: boolean | readonly string[], ...options: string[]) {
  const chosen = await chooseProbes({ probes, scripts: [] }, requiring(...options), inspection);
  return {
    run: chosen.run.map(({ name }) => name),
    leftOut: chosen.leftOut.map(({ name }) => name),
  };
}

describe('chooseProbes', () => {
  it('runs what the requirements call for', async () => {
    expect(await names(true, 'NET_SCH_NETEM')).toEqual({
      run: ['netem-delay', 'netem-loss'],
      leftOut: [],
    });
  });

  it('tells what was called for and is left out', async () => {
    expect(await names(false, 'NET_SCH_NETEM')).toEqual({
      run: [],
      leftOut: ['netem-delay', 'netem-loss'],
    });
    expect(await names(['netem-loss'], 'NET_SCH_NETEM')).toEqual({
      run: ['netem-loss'],
      leftOut: ['netem-delay'],
    });
  });

  it('runs one that is asked for though nothing calls for it', async () => {
    expect(await names(['tbf'], 'NET_SCH_NETEM')).toMatchObject({ run: ['tbf'] });
  });

  it('refuses a name that is no probe’s, and suggests the one that was meant', async () => {
    await expect(names(['netem-dely'])).rejects.toMatchObject({
      code: 'PROBE_UNKNOWN',
      hint: expect.stringMatching(/^Did you mean "netem-delay"\? The probes are .*prio/),
    });
    await expect(names(['xyz'])).rejects.toMatchObject({
      hint: expect.stringMatching(/^The probes are /),
    });
  });
});

describe('leftOutReport', () => {
  it('is no pass', async () => {
    const { leftOut } = await chooseProbes(
      { probes: false, scripts: [] },
      requiring('NET_SCH_TBF'),
      inspection,
    );
    expect(leftOut.map(leftOutReport)).toEqual([
      expect.objectContaining({ name: 'tbf', status: 'not run', measurements: [] }),
    ]);
  });
});
