// What measured numbers have to be.
import type { Expectation, Limit, Measured } from './probe.js';

/** What a number has to be, both ends included. */
export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The bounds that all expectations of a measurement set together, as far as they can be told. */
export function boundsOf(measured: Measured, expectations: readonly Expectation[]): Bounds {
  const numbers = (end: keyof Bounds) =>
    limitsOf(measured, expectations, end).flatMap((limit) => numberOf(limit, measured) ?? []);
  const [atLeast, atMost] = [numbers('atLeast'), numbers('atMost')];
  return {
    ...(atLeast.length === 0 ? {} : { atLeast: Math.max(...atLeast) }),
    ...(atMost.length === 0 ? {} : { atMost: Math.min(...atMost) }),
  };
}

/** Whether a bound follows from what was measured before, and nothing was. */
export function lacksBefore(measured: Measured, expectations: readonly Expectation[]): boolean {
  return (['atLeast', 'atMost'] as const)
    .flatMap((end) => limitsOf(measured, expectations, end))
    .some((limit) => numberOf(limit, measured) === undefined);
}

function limitsOf({ label }: Measured, expectations: readonly Expectation[], end: keyof Bounds) {
  return expectations.flatMap((each) => (each.label === label ? (each[end] ?? []) : []));
}

function numberOf(limit: Limit, { before }: Measured): number | undefined {
  if (typeof limit === 'number') return limit;
  return before === undefined ? undefined : limit.timesBefore * before + limit.plus;
}
