import { expect, it } from 'vitest';
import type { StepUpdate } from '../../runtime/index.js';
import { UploadProgress } from './upload-progress.js';

const MiB = 1024 ** 2;

function setUp() {
  const told: StepUpdate[] = [];
  const step = {
    update: (update: StepUpdate) => void told.push(update),
    done: () => undefined,
    fail: () => undefined,
  };
  let time = 5_000;
  const progress = new UploadProgress(20 * MiB, step, () => time);
  return { told, progress, pass: (milliseconds: number) => void (time += milliseconds) };
}

it('tells how much was sent, and how fast once that can be said', () => {
  const { told, progress, pass } = setUp();
  pass(500);
  progress.addSent(5 * MiB);
  pass(1_500);
  progress.addSent(5 * MiB);
  expect(told).toEqual([
    { fraction: 0.25, detail: '5.0 MiB of 20.0 MiB' },
    { fraction: 0.5, detail: '10.0 MiB of 20.0 MiB, 5.0 MiB/s' },
  ]);
});

it('takes what an earlier run got across for done, and not for speed', () => {
  const { told, progress, pass } = setUp();
  pass(60_000);
  progress.addFound(10 * MiB);
  pass(2_000);
  progress.addSent(5 * MiB);
  expect(progress.found).toBe(10 * MiB);
  expect(told).toEqual([
    { detail: '10.0 MiB of 20.0 MiB' },
    { fraction: 0.75, detail: '15.0 MiB of 20.0 MiB, 2.5 MiB/s' },
  ]);
});
