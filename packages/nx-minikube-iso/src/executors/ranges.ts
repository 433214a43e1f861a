// Nx hands over numbers as they stand on the command line: it does not look at a schema's limits.
import { IsoError } from 'iso-core';

export interface Range {
  readonly least: number;
  readonly most?: number;
}

/** Throws `OPTION_OUT_OF_RANGE` unless `value` is a whole number in the range, or not given at all. */
export function assertInRange(name: string, value: number | undefined, range: Range): void {
  if (value === undefined) return;
  const { least, most = Number.MAX_SAFE_INTEGER } = range;
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const expected =
    range.most === undefined
      ? `a whole number of at least ${least}`
      : `a whole number from ${least} to ${most}`;
  throw new IsoError('OPTION_OUT_OF_RANGE', `--${name}: expected ${expected}, found ${value}`, {
    hint: 'Correct it, or leave it out for the default.',
    details: { option: name, value, ...range },
  });
}
