import { describe, expect, it } from 'vitest';
import { groupShortcomings } from './group-shortcomings.js';
import type { Shortcoming } from './report.js';

const fails = (name: string, detail: string, hint?: string): Shortcoming => ({
  kind: 'requirement',
  name,
  status: 'fails',
  detail,
  ...(hint === undefined ? {} : { hint }),
});
const notRun: Shortcoming = { kind: 'probe', name: 'netem', status: 'not run', detail: 'no tc' };

describe('grouped shortcomings', () => {
  it('are told apart by kind and status', () => {
    const { groups } = groupShortcomings([fails('A', 'is n'), notRun]);
    expect(groups).toMatchObject([
      { title: '1 requirement fails', isFailure: true },
      { title: '1 probe was not run', isFailure: false },
    ]);
  });

  it('say a shared reason once', () => {
    const { groups } = groupShortcomings([
      fails('A', 'is n'),
      fails('B', 'is m'),
      fails('C', 'is n'),
    ]);
    expect(groups).toMatchObject([
      {
        title: '3 requirements fail',
        entries: [
          { names: ['A', 'C'], detail: 'is n' },
          { names: ['B'], detail: 'is m' },
        ],
      },
    ]);
  });

  it('say once what to do about a group', () => {
    const { groups, hint } = groupShortcomings([
      fails('A', 'is n', 'Build.'),
      fails('B', 'is m', 'Build.'),
      notRun,
    ]);
    expect(hint).toBeUndefined();
    expect(groups).toMatchObject([{ hint: 'Build.' }, { title: '1 probe was not run' }]);
    expect(JSON.stringify(groups).match(/Build/g)).toHaveLength(1);
  });

  it('say of each what to do where that differs', () => {
    const { groups } = groupShortcomings([
      fails('A', 'is n', 'Build.'),
      fails('B', 'is n', 'Ask.'),
    ]);
    expect(groups).toMatchObject([{ entries: [{ hint: 'Build.' }, { hint: 'Ask.' }] }]);
    expect(groups[0]).not.toHaveProperty('hint');
  });

  it('say once what to do about everything', () => {
    const { groups, hint } = groupShortcomings([
      fails('A', 'is n', 'Build.'),
      { ...notRun, hint: 'Build.' },
    ]);
    expect(hint).toBe('Build.');
    expect(JSON.stringify(groups)).not.toContain('Build.');
  });

  it('call the boots what people call them', () => {
    const { groups } = groupShortcomings([
      { kind: 'boot', name: 'probeBoot', status: 'failed', detail: 'It panicked.' },
    ]);
    expect(groups).toMatchObject([{ entries: [{ names: ['Boot with the probes'] }] }]);
  });

  it('are none where nothing fell short', () => {
    expect(groupShortcomings([])).toEqual({ groups: [] });
  });
});
