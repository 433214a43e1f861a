import { describe, expect, it } from 'vitest';
import { passedReport } from './report.testing.js';
import { unexercised } from './unexercised.js';

const {
  requirements: [first],
  probes: [probe],
} = passedReport();
if (first === undefined || probe === undefined) throw new Error('An empty report');

const requirement = (name: string, ...options: readonly [option: string, actual: string][]) => ({
  ...first,
  name,
  options: options.map(([option, actual]) => ({ option, wanted: ['y'], actual, detail: '' })),
});
const passed = { ...probe, status: 'passed' as const, options: ['NET_SCH_PRIO', 'NET_SCHED'] };

describe('a requirement that no probe exercises', () => {
  it('is one that holds, and none of whose options a passed probe names', () => {
    const requirements = [
      requirement('NET_SCHED', ['NET_SCHED', 'y']),
      requirement('BPF', ['BPF', 'y']),
      requirement('one of', ['NET_CLS_U32', 'n'], ['NET_SCH_PRIO', 'm']),
      { ...requirement('NET_SCH_TBF', ['NET_SCH_TBF', 'n']), status: 'fails' as const },
    ];
    expect(unexercised({ verdict: 'passed', requirements, probes: [passed] })).toEqual(['BPF']);
    expect(
      unexercised({ verdict: 'passed', requirements, probes: [{ ...passed, status: 'not run' }] }),
    ).toEqual([...['NET_SCHED', 'BPF', 'one of']]);
  });

  it('is told only where the verdict is passed', () => {
    const requirements = [requirement('BPF', ['BPF', 'y'])];
    expect(unexercised({ verdict: 'failed', requirements, probes: [] })).toEqual([]);
  });

  it('is not one that asks for an option to be off', () => {
    const requirements = [requirement('MODVERSIONS', ['MODVERSIONS', 'n'])];
    expect(unexercised({ verdict: 'passed', requirements, probes: [] })).toEqual([]);
  });
});
