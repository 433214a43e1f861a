// Measures two sides in turns, so that what else the machine does meanwhile meets both alike.

/** A measurement of one round, counted from 0. */
export type Measure = (round: number) => Promise<number>;

export interface RoundsOptions {
  readonly rounds: number;
  /** Rounds before these that nothing is kept of; numbered from -1 down. Default: 0. */
  readonly warmUps?: number;
}

export interface Sides {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

/** One value for each side and round. Who goes first changes from round to round. */
export async function inTurns(
  { rounds, warmUps = 0 }: RoundsOptions,
  measures: { readonly ours: Measure; readonly peer: Measure },
): Promise<Sides> {
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const value = { ours: 0, peer: 0 };
    for (const side of round % 2 === 0
      ? (['ours', 'peer'] as const)
      : (['peer', 'ours'] as const)) {
      value[side] = await measures[side](round);
    }
    if (round < 0) continue;
    ours.push(value.ours);
    peer.push(value.peer);
  }
  return { ours, peer };
}

/** The same for one side that has no peer. */
export async function inRounds(
  { rounds, warmUps = 0 }: RoundsOptions,
  measure: Measure,
): Promise<readonly number[]> {
  const values: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const value = await measure(round);
    if (round >= 0) values.push(value);
  }
  return values;
}
