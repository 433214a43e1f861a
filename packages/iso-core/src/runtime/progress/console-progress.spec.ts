import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { consoleProgress, type ConsoleProgressOptions } from './console-progress.js';
import { inStep, silentProgress } from './progress.js';
import { duration } from './step-state.js';

const CLEAR = '\r\x1b[K';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorder(options: ConsoleProgressOptions & { columns?: number } = {}) {
  const written: string[] = [];
  let time = 0;
  const stream = {
    isTTY: true,
    columns: options.columns ?? 120,
    write: (text: string) => written.push(text),
  };
  const progress = consoleProgress({ stream, env: {}, now: () => time, ...options });
  return {
    progress,
    written,
    text: () => written.join(''),
    /** Lets so many seconds pass, the terminal's own ticks included. */
    pass: (seconds: number) => {
      time += seconds * 1000;
      vi.advanceTimersByTime(seconds * 1000);
    },
  };
}

describe('on a terminal', () => {
  it('keeps one line alive, with percent, elapsed and remaining', () => {
    const { progress, written, pass } = recorder();
    const step = progress.step('Downloading');
    step.update({ fraction: 0 });
    pass(12);
    step.update({ fraction: 0.4, detail: '40 of 100 MB' });
    expect(written.at(-1)).toBe(`${CLEAR}Downloading: 40 %, 12 s, about 18 s left, 40 of 100 MB`);
    expect(written.join('')).not.toContain('\n');
  });

  it('goes on counting while nothing is reported', () => {
    const { progress, written, pass } = recorder();
    progress.step('Compiling');
    pass(1);
    pass(1);
    expect(written.at(-1)).toBe(`${CLEAR}Compiling: 2 s`);
  });

  it('leaves a line for what is done, and stops its clock', () => {
    const { progress, written, pass } = recorder();
    const step = progress.step('Compiling');
    pass(3);
    step.done('12 files');
    expect(written.at(-1)).toBe(`${CLEAR}✔ Compiling: done in 3 s, 12 files\n`);
    const { length } = written;
    pass(10);
    step.update({ fraction: 0.5 });
    step.fail();
    expect(written).toHaveLength(length);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('writes at most ten times a second', () => {
    const { progress, written, pass } = recorder();
    const step = progress.step('Downloading');
    for (let index = 0; index < 1000; index++) {
      step.update({ fraction: index / 1000 });
      pass(0.001);
    }
    expect(written.length).toBeLessThanOrEqual(13);
  });

  it('keeps the columns of a note', () => {
    const { progress, text } = recorder({ isTty: false });
    progress.note('  a   b\n  ::error::c');
    expect(text()).toBe('  a   b   : :error::c\n');
  });

  it('puts notes above the live line', () => {
    const { progress, written } = recorder();
    progress.step('Compiling');
    progress.note('ccache is not there');
    expect(written.at(-1)).toBe(`${CLEAR}ccache is not there\nCompiling: 0 s`);
  });

  it('shows the latest of several steps, and the earlier one again after it', () => {
    const { progress, written, pass } = recorder();
    progress.step('Outer');
    pass(1);
    const inner = progress.step('Inner');
    expect(written.at(-1)).toContain('Inner');
    pass(1);
    inner.fail('why');
    expect(written.at(-1)).toBe(`${CLEAR}✖ Inner: failed in 1 s, why\nOuter: 2 s`);
  });

  it('never wraps: a wrapped line could not be taken back', () => {
    const { progress, written } = recorder({ columns: 40 });
    progress.step('x'.repeat(100));
    expect(written.at(-1)).toHaveLength(39);
  });
});

describe('in CI or in a file', () => {
  it.each([
    ['CI is set', { env: { CI: 'true' } }],
    ['the terminal is dumb', { env: { TERM: 'dumb' } }],
    ['there is no terminal', { isTty: false }],
  ])('writes plain lines when %s', (_, options) => {
    const { progress, text, pass } = recorder(options);
    const step = progress.step('Compiling');
    pass(20);
    step.done();
    expect(text()).toBe('Compiling …\nCompiling: done in 20 s\n');
  });

  it('writes few lines, however much is reported', () => {
    const { progress, written, pass } = recorder({ isTty: false });
    const step = progress.step('Compiling');
    for (let second = 1; second <= 60; second++) {
      pass(1);
      step.update({ fraction: second / 60 });
    }
    step.fail('exit code 2');
    expect(written).toEqual([
      'Compiling …\n',
      'Compiling: 25 %, 15 s, about 45 s left\n',
      'Compiling: 50 %, 30 s, about 30 s left\n',
      'Compiling: 75 %, 45 s, about 15 s left\n',
      'Compiling: 100 %, 1 min 0 s, about 0 s left\n',
      'Compiling: failed in 1 min 0 s, exit code 2\n',
    ]);
  });

  it('takes no command from what it is told', () => {
    const { progress, written } = recorder({ isTty: false });
    progress.note('::error::x');
    progress.note('a\n##[error]b');
    const step = progress.step('\x1b[2J::group::x');
    step.done('\r::endgroup::');
    for (const line of written) {
      expect(line).toMatch(/^[^\r\n]*\n$/);
      expect(line).not.toMatch(/^\s*::|##\[|\x1b/);
    }
  });
});

describe('the estimate', () => {
  it('counts the pace from where resumed work began', () => {
    const { progress, written, pass } = recorder();
    const step = progress.step('Downloading');
    step.update({ fraction: 0.9 });
    pass(10);
    step.update({ fraction: 0.95 });
    expect(written.at(-1)).toContain('95 %, 10 s, about 10 s left');
  });

  it('is not made from next to nothing', () => {
    const { progress, written, pass } = recorder();
    const step = progress.step('Downloading');
    step.update({ fraction: 0 });
    pass(60);
    step.update({ fraction: 0.001 });
    expect(written.at(-1)).not.toContain('left');
  });

  it('takes no nonsense', () => {
    const { progress, written, pass } = recorder();
    const step = progress.step('Downloading');
    pass(1);
    step.update({ fraction: Number.NaN });
    pass(1);
    step.update({ fraction: 7 });
    expect(written.at(-1)).toContain('100 %');
  });
});

describe('inStep', () => {
  it('ends the step as the work ends', async () => {
    const { progress, text } = recorder({ isTty: false });
    await inStep(progress, 'Good', () => Promise.resolve());
    await expect(inStep(progress, 'Bad', () => Promise.reject(new Error('x')))).rejects.toThrow(
      'x',
    );
    expect(text()).toContain('Good: done in 0 s\n');
    expect(text()).toContain('Bad: failed in 0 s\n');
  });

  it('runs under silent progress too', async () => {
    const result = await inStep(silentProgress, 'Quiet', (step) => {
      step.update({ fraction: 1 });
      return Promise.resolve(1);
    });
    expect(result).toBe(1);
  });
});

describe('duration', () => {
  it.each([
    [-5, '0 s'],
    [7_400, '7 s'],
    [185_000, '3 min 5 s'],
    [3_720_000, '1 h 2 min'],
  ])('of %i ms reads %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});
