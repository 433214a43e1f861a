// Measured numbers and sizes as people read them, the same in the terminal and in the browser.
import type { Measurement } from './report.js';

/** Four significant digits tell every measured number from its bounds; thousands are grouped. */
export function numberText(value: number): string {
  const digits =
    Math.abs(value) < 1000 ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: 0 };
  return value.toLocaleString('en-US', digits);
}

/** `102.4 ms`; the unit comes from a probe and is not clean. */
export function amountText(value: number, unit: string): string {
  return `${numberText(value)} ${unit}`.trim();
}

/** `between 90 and 130 ms`, `at most 1.5 MB/s`, `exactly 1`; undefined where anything will do. */
export function boundsText({ atLeast, atMost, unit }: Measurement): string | undefined {
  if (atLeast === undefined && atMost === undefined) return undefined;
  if (atLeast === atMost && atLeast !== undefined) return `exactly ${amountText(atLeast, unit)}`;
  if (atMost === undefined) return `at least ${amountText(atLeast ?? 0, unit)}`;
  if (atLeast === undefined) return `at most ${amountText(atMost, unit)}`;
  return `between ${numberText(atLeast)} and ${amountText(atMost, unit)}`;
}

/** The same in short, for a narrow column: `90–130 ms`, `≤ 1.5 MB/s`, `≥ 1`, `= 1`. */
export function shortBoundsText({ atLeast, atMost, unit }: Measurement): string | undefined {
  if (atLeast === undefined && atMost === undefined) return undefined;
  if (atLeast === atMost && atLeast !== undefined) return `= ${amountText(atLeast, unit)}`;
  if (atMost === undefined) return `≥ ${amountText(atLeast ?? 0, unit)}`;
  if (atLeast === undefined) return `≤ ${amountText(atMost, unit)}`;
  return `${numberText(atLeast)}–${amountText(atMost, unit)}`;
}

/** Whether what was measured is what it has to be, both ends included. */
export function isWithinBounds({ after, atLeast, atMost }: Measurement): boolean {
  return (atLeast === undefined || after >= atLeast) && (atMost === undefined || after <= atMost);
}

/** `9.1 MiB`. */
export function sizeText(bytes: number): string {
  return `${(bytes / 1024 ** 2).toLocaleString('en-US', { maximumFractionDigits: 1 })} MiB`;
}

/** `6.2 s`, to the tenth: a boot is a matter of seconds. */
export function secondsText(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
