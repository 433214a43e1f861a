import { describe, expect, it } from 'vitest';
import { allSettled } from './settled.js';

describe('work that goes on side by side', () => {
  it('resolves with all results', async () => {
    expect(await allSettled([Promise.resolve(1), 'two', Promise.resolve([3])])).toEqual([
      1,
      'two',
      [3],
    ]);
  });

  it('rejects once nothing is under way, with the first reason in the order given', async () => {
    const ended: string[] = [];
    const work = async (name: string, turns: number, error?: Error) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      ended.push(name);
      if (error !== undefined) throw error;
    };
    const [slow, fast] = [new Error('slow'), new Error('fast')];
    const all = allSettled([work('slow', 50, slow), work('fast', 1, fast), work('slowest', 100)]);
    await expect(all).rejects.toBe(slow);
    expect(ended).toEqual(['fast', 'slow', 'slowest']);
  });
});
