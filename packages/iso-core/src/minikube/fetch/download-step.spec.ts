import { describe, expect, it } from 'vitest';
import type { Progress, StepUpdate } from '../../runtime/index.js';
import { downloadStep } from './download-step.js';

describe('a download as a step', () => {
  it('tells share, megabytes, and the speed once there is one', () => {
    const updates: StepUpdate[] = [];
    const said: (string | undefined)[] = [];
    const progress: Progress = {
      note: () => undefined,
      step: (title) => ({
        update: (update) => updates.push(update),
        done: (detail) => said.push(title, detail),
        fail: () => undefined,
      }),
    };
    let time = 0;
    const step = downloadStep(progress, 'x.iso', () => time);
    const total = 400_000_000;
    step.onProgress({ bytes: 100_000_000, total, url: '' });
    time = 10_000;
    step.onProgress({ bytes: 200_000_000, total, url: '' });
    step.onProgress({ bytes: 1_500_000, url: '' });
    step.done(total);
    expect(updates.slice(0, 2)).toEqual([
      { fraction: 0.25, detail: '100 of 400 MB' },
      { fraction: 0.5, detail: '200 of 400 MB, 10 MB/s' },
    ]);
    expect(updates[2]).not.toHaveProperty('fraction');
    expect(said).toEqual(['Fetching x.iso', '400 MB']);
  });
});
