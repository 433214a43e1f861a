// Where a measured number lies on its chart, in percent of the chart's width.
import type { Measurement } from '../report.js';

export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly isLogarithmic: boolean;
  /** Between 0 and 100, also of what lies outside. */
  readonly percent: (value: number) => number;
}

/** Where what is expected takes less than this share of a linear scale, it could not be seen on one. */
const LEAST_SHARE = 0.04;

/**
 * From zero, so that bars are as long as what they stand for. Where a throttled number would be lost
 * beside the unthrottled one, logarithmic between powers of ten.
 */
export function scaleOf({ before, after, atLeast, atMost }: Measurement): Scale {
  const all = [before, after, atLeast, atMost].filter((value) => value !== undefined);
  const most = Math.max(...all);
  const bounds = [atLeast, atMost].filter((value) => value !== undefined);
  const matters = bounds.length === 0 ? after : Math.max(...bounds);
  const isLogarithmic = Math.min(...all) > 0 && matters < most * LEAST_SHARE;
  return isLogarithmic ? logarithmic(Math.min(...all), most) : linear(Math.min(0, ...all), most);
}

function linear(from: number, most: number): Scale {
  const to = most > from ? from + roundUp((most - from) * 1.05) : from + 1;
  return { from, to, isLogarithmic: false, percent: (value) => share(value, from, to) };
}

function logarithmic(least: number, most: number): Scale {
  // A little below the least, so that its bar has a length.
  const from = 10 ** Math.floor(Math.log10(least / 1.5));
  const to = 10 ** Math.ceil(Math.log10(most));
  const percent = (value: number) =>
    value <= 0 ? 0 : share(Math.log10(value), Math.log10(from), Math.log10(to));
  return { from, to, isLogarithmic: true, percent };
}

function share(value: number, from: number, to: number): number {
  const percent = (100 * (value - from)) / (to - from);
  // Numbers at the ends of what a double can hold have no share.
  return Number.isFinite(percent) ? Math.round(Math.min(100, Math.max(0, percent)) * 100) / 100 : 0;
}

/** The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  return power * (steps.find((step) => step * power >= value) ?? 10);
}
