import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measurement } from '../report.js';
import { scaleOf } from './scale.js';

const measured = (numbers: Partial<Measurement>): Measurement => ({
  label: 'x',
  unit: 'ms',
  after: 0,
  ...numbers,
});

describe('the scale of a chart', () => {
  it('begins at zero and ends at a round number a little above the most', () => {
    const scale = scaleOf(measured({ before: 0.08, after: 101, atLeast: 95, atMost: 160 }));
    expect(scale).toMatchObject({ from: 0, to: 200, isLogarithmic: false });
    expect([0, 50, 200].map(scale.percent)).toEqual([0, 25, 100]);
  });

  it('is logarithmic where the expected would be lost beside the unthrottled', () => {
    const scale = scaleOf(measured({ before: 140, after: 1.04, atLeast: 0.5, atMost: 1.6 }));
    expect(scale).toMatchObject({ from: 0.1, to: 1000, isLogarithmic: true });
    expect([0.1, 1, 10, 1000].map(scale.percent)).toEqual([0, 25, 50, 100]);
  });

  it('stays so when nothing was throttled: the band must be seen', () => {
    expect(scaleOf(measured({ before: 141, after: 139, atLeast: 0.5, atMost: 1.6 }))).toMatchObject(
      {
        isLogarithmic: true,
      },
    );
  });

  it('is linear where a zero has to be shown', () => {
    expect(scaleOf(measured({ before: 140, after: 0, atMost: 1.6 })).isLogarithmic).toBe(false);
  });

  it('has a length even when everything is zero', () => {
    expect(scaleOf(measured({ after: 0, atMost: 0 }))).toMatchObject({ from: 0, to: 1 });
  });

  it('reaches below zero where numbers do', () => {
    const scale = scaleOf(measured({ after: -5, atLeast: -10, atMost: 10 }));
    expect(scale.from).toBe(-10);
    expect(scale.percent(-10)).toBe(0);
  });

  it('keeps every number on the chart, whatever the numbers', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    );
    const optional = fc.option(number, { nil: undefined });
    fc.assert(
      fc.property(number, optional, optional, optional, (after, before, atLeast, atMost) => {
        const { percent } = scaleOf({ label: '', unit: '', after, before, atLeast, atMost });
        for (const value of [after, before ?? 0, atLeast ?? 0, atMost ?? 0]) {
          expect(percent(value)).toBeGreaterThanOrEqual(0);
          expect(percent(value)).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
