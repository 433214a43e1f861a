// What the benchmark reports: one row for each figure.

/** Ours beside a peer that was measured in the same run; `goal` is the largest ratio allowed. */
export interface RatioRow {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  readonly goal: number;
}

/** A figure that has no peer; `goalAbsolute` is the largest value allowed, in the same unit. */
export interface AbsoluteRow {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number;
  readonly goalAbsolute: number;
}

/** `MB` is a million bytes. */
export type Unit = 's' | 'bytes' | 'MB';

export type Row = RatioRow | AbsoluteRow;

/** A row with its ratio, rounded to what can be measured. */
export function ratioRow(row: Omit<RatioRow, 'ratio'>): RatioRow {
  const { name, unit, ours, peer, goal } = row;
  return {
    name,
    unit,
    ours: rounded(ours),
    peer: rounded(peer),
    ratio: rounded(ours / peer),
    goal,
  };
}

export function absoluteRow(row: AbsoluteRow): AbsoluteRow {
  return { ...row, ours: rounded(row.ours) };
}

/** Whether the figure is within its goal. */
export function isMet(row: Row): boolean {
  return 'goal' in row ? row.ratio <= row.goal : row.ours <= row.goalAbsolute;
}

/** To a thousandth, which is a millisecond or a kilobyte. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
