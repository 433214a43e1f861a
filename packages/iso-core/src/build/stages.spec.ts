import { describe, expect, it, vi } from 'vitest';
import type { Progress } from '../runtime/index.js';
import { Stages } from './stages.js';

function watched() {
  const step = { update: vi.fn(), done: vi.fn(), fail: vi.fn() };
  const progress: Progress = { step: vi.fn(() => step), note: vi.fn() };
  return { step, progress };
}

describe('Stages', () => {
  it('keeps how long each stage took and whether it was there already', async () => {
    let time = 0;
    const stages = new Stages(watched().progress, undefined, () => (time += 1500));
    await stages.run('compile', () => Promise.resolve({ value: 1 }));
    await stages.run('unpack', () => Promise.resolve({ value: 2, cached: true }));
    expect(stages.records).toEqual([
      { name: 'compile', seconds: 1.5, cached: false },
      { name: 'unpack', seconds: 1.5, cached: true },
    ]);
  });

  it('shows a stage that fails as failed and does not record it', async () => {
    const { progress, step } = watched();
    const stages = new Stages(progress, undefined);
    await expect(stages.run('compile', () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(step.fail).toHaveBeenCalledOnce();
    expect(step.done).not.toHaveBeenCalled();
    expect(stages.records).toEqual([]);
  });

  it('begins no stage once the build is cancelled', async () => {
    const { progress } = watched();
    const stages = new Stages(progress, AbortSignal.abort());
    await expect(stages.run('compile', () => Promise.resolve({ value: 1 }))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(progress.step).not.toHaveBeenCalled();
  });

  it('ends with the stage that was cancelled, though it did not notice', async () => {
    const { progress, step } = watched();
    const controller = new AbortController();
    const stages = new Stages(progress, controller.signal);
    const inspect = stages.run('inspect', () => {
      controller.abort();
      return Promise.resolve({ value: 1 });
    });
    await expect(inspect).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(step.fail).toHaveBeenCalledOnce();
    expect(stages.records).toEqual([]);
  });
});
