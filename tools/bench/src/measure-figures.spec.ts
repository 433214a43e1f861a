import { localRunner, openCache, silentProgress } from 'iso-core';
import { describe, expect, it } from 'vitest';
import type { Bench } from './bench.js';
import { FIGURES, type Figure } from './figures/index.js';
import { measureFigures } from './measure-figures.js';

const bench: Bench = {
  run: localRunner,
  cache: openCache({ folder: '/nowhere' }),
  scratch: '/nowhere/scratch',
  progress: silentProgress,
  signal: new AbortController().signal,
};

function figure(...names: string[]): Figure & { measured: number } {
  return {
    names,
    measured: 0,
    async measure() {
      this.measured += 1;
      return names.map((name) => ({ name, unit: 's', ours: 1, goalAbsolute: 2 }));
    },
  };
}

describe('measuring figures', () => {
  it('measures all of them by default', async () => {
    const rows = await measureFigures(bench, [figure('a'), figure('b', 'c')], { only: [] });
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('measures only what has a wanted row, and shows no other', async () => {
    const [one, other] = [figure('memory, first', 'memory, further'), figure('unchanged')];
    const rows = await measureFigures(bench, [one, other], { only: ['further'] });
    expect(rows.map(({ name }) => name)).toEqual(['memory, further']);
    expect([one.measured, other.measured]).toEqual([1, 0]);
  });

  it('refuses a name that no row has', async () => {
    await expect(measureFigures(bench, [figure('a')], { only: ['b'] })).rejects.toMatchObject({
      code: 'BENCH_ROW_UNKNOWN',
      hint: 'The rows are: a.',
    });
  });
});

describe('the figures', () => {
  it('have names of their own', () => {
    const names = FIGURES.flatMap((each) => each.names);
    expect(new Set(names).size).toBe(names.length);
  });
});
