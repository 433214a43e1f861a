import { describe, expect, it } from 'vitest';
import { inRounds, inTurns } from './rounds.js';

describe('measuring in turns', () => {
  it('changes who goes first, and keeps nothing of the warm-up', async () => {
    const calls: string[] = [];
    const side = (name: string, factor: number) => async (round: number) => {
      calls.push(`${name} ${round}`);
      return round * factor;
    };
    const sides = await inTurns(
      { rounds: 2, warmUps: 1 },
      { ours: side('ours', 1), peer: side('peer', 10) },
    );
    expect(sides).toEqual({ ours: [0, 1], peer: [0, 10] });
    expect(calls).toEqual(['peer -1', 'ours -1', 'ours 0', 'peer 0', 'peer 1', 'ours 1']);
  });
});

describe('measuring in rounds', () => {
  it('gives one value for each round after the warm-up', async () => {
    const values = await inRounds({ rounds: 3, warmUps: 2 }, async (round) => round);
    expect(values).toEqual([0, 1, 2]);
  });
});
