import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeProbe, notRun } from './judge.js';
import type { Expectation, Limit, ProbeRun } from './probe.js';
import { madeUpProbe } from './probe.testing.js';
import { anyExpectations, anyRun } from './judge.testing.js';

const DELAY: Expectation = {
  label: 'round-trip',
  atLeast: { timesBefore: 1, plus: 80 },
  atMost: { timesBefore: 1, plus: 500 },
};
const probe = madeUpProbe({ expectations: [DELAY] });
const run = (more: Partial<ProbeRun> = {}): ProbeRun => ({
  measured: [{ label: 'round-trip', unit: 'ms', after: 100.2, before: 0.1 }],
  output: [],
  exitCode: 0,
  ...more,
});

describe('judgeProbe', () => {
  it('passes what ended well and measured what was expected', () => {
    expect(judgeProbe(probe, run({ seconds: 1.5 }))).toEqual({
      name: 'made-up',
      title: 'it is made up',
      options: ['MADE_UP'],
      status: 'passed',
      detail: 'Measured round-trip 100.2 ms (0.1 before).',
      measurements: [
        {
          label: 'round-trip',
          unit: 'ms',
          after: 100.2,
          before: 0.1,
          atLeast: 80.1,
          atMost: 500.1,
        },
      ],
      seconds: 1.5,
    });
  });

  it('fails what the kernel refused, and says what that was and what it needs', () => {
    const refused = 'tc qdisc add dev lo root prio: Error: Specified qdisc kind is unknown.';
    expect(judgeProbe(probe, run({ measured: [], exitCode: 1, refused }))).toMatchObject({
      status: 'failed',
      detail: `The kernel refused: ${refused}`,
      hint: 'It needs MADE_UP: build an ISO that has them; where all of them hold, read what the script printed.',
    });
  });

  it('fails a number out of bounds, and says what was expected and found', () => {
    const measured = [{ label: 'round-trip', unit: 'ms', after: 12.3456, before: 0 }];
    expect(judgeProbe(probe, run({ measured }))).toMatchObject({
      status: 'failed',
      detail: 'Expected round-trip between 80 and 500 ms, found 12.35 ms (0 before).',
    });
  });

  it('fails a script that ended with another exit code, and shows what it printed last', () => {
    const output = ['first', 'sh: no such thing'];
    expect(judgeProbe(probe, run({ exitCode: 3, output }))).toMatchObject({
      status: 'failed',
      detail: 'Its script ended with exit code 3: sh: no such thing',
      output: 'first\nsh: no such thing',
    });
  });

  it('takes tc’s exit code 2 for what it is without an unable', () => {
    expect(judgeProbe(probe, run({ exitCode: 2 })).status).toBe('failed');
    expect(judgeProbe(probe, run({ exitCode: 2, unable: 'no ping' }))).toMatchObject({
      status: 'not run',
      detail: 'It could not measure: no ping.',
    });
  });

  it('does not take for run what never began, was cut short or took too long', () => {
    const { exitCode: _, ...cutShort } = run();
    expect(judgeProbe(probe)).toMatchObject({ status: 'not run', measurements: [] });
    expect(judgeProbe(probe, cutShort)).toMatchObject({
      status: 'not run',
      detail: 'The guest ended before it did.',
    });
    expect(judgeProbe(probe, run({ exitCode: 124 }))).toMatchObject({
      status: 'not run',
      detail: 'It was not done after 30 s.',
    });
  });

  it('does not pass what measured something else, or not what was there before', () => {
    const other = [{ label: 'loss', unit: '%', after: 100 }];
    expect(judgeProbe(probe, run({ measured: other }))).toMatchObject({
      status: 'not run',
      detail: 'It ended without measuring round-trip.',
    });
    const alone = [{ label: 'round-trip', unit: 'ms', after: 100 }];
    expect(judgeProbe(probe, run({ measured: alone }))).toMatchObject({
      status: 'not run',
      detail: 'It ended without measuring round-trip before.',
    });
  });

  it('holds every number of a label to its bounds', () => {
    const measured = [
      { label: 'round-trip', unit: 'ms', after: 100, before: 0 },
      { label: 'round-trip', unit: 'ms', after: 1, before: 0 },
    ];
    expect(judgeProbe(probe, run({ measured })).status).toBe('failed');
  });

  it('holds a number to every expectation of its label', () => {
    const both = madeUpProbe({
      expectations: [
        { label: 'speed', atMost: 2 },
        { label: 'speed', atMost: { timesBefore: 0.5, plus: 0 } },
      ],
    });
    const speed = (after: number, before: number) =>
      judgeProbe(both, run({ measured: [{ label: 'speed', unit: 'MB/s', after, before }] })).status;
    expect(speed(1, 50)).toBe('passed');
    expect(speed(1, 1.5)).toBe('failed');
    expect(speed(3, 50)).toBe('failed');
  });

  it('does not pass what measured nothing, also where no number is expected', () => {
    expect(judgeProbe(madeUpProbe(), run({ measured: [] }))).toMatchObject({
      status: 'not run',
      detail: 'It ended well, but nothing was measured.',
    });
  });

  it.each([126, 127])(
    'does not take for a failure that a program cannot be started: %i',
    (code) => {
      const output = ['sh: ping: not found'];
      expect(judgeProbe(probe, run({ exitCode: code, output }))).toMatchObject({
        status: 'not run',
        detail: 'A program that it needs is not there or cannot be started: sh: ping: not found',
      });
    },
  );

  it('sends to the report for what a script of the spec printed when it failed', () => {
    expect(judgeProbe(madeUpProbe({ options: [] }), run({ exitCode: 3 }))).toMatchObject({
      status: 'failed',
      hint: 'Read what its script printed, in the report.',
    });
  });

  it('names every option that it exercises', () => {
    const wide = madeUpProbe({ options: ['A'], anyOf: ['B', 'C'], implied: ['D'] });
    expect(judgeProbe(wide).options).toEqual(['A', 'B', 'C', 'D']);
  });
});

describe('judgeProbe, whatever happens', () => {
  const value = (limit: Limit, before: number | undefined) =>
    typeof limit === 'number' ? limit : limit.timesBefore * (before ?? NaN) + limit.plus;

  /** By the rule itself: ended with 0, measured, and every expectation met. NaN meets nothing. */
  function isProven(expectations: readonly Expectation[], { exitCode, measured }: ProbeRun) {
    const meets = expectations.every(({ label, atLeast, atMost }) => {
      const numbers = measured.filter((each) => each.label === label);
      const isMet = numbers.every(
        ({ after, before }) =>
          (atLeast === undefined || after >= value(atLeast, before)) &&
          (atMost === undefined || after <= value(atMost, before)),
      );
      return numbers.length > 0 && isMet;
    });
    return exitCode === 0 && measured.length > 0 && meets;
  }

  it('passes exactly what is proven', () => {
    fc.assert(
      fc.property(anyExpectations, anyRun, (expectations, anything) => {
        const { status } = judgeProbe(madeUpProbe({ expectations }), anything);
        const isTold = anything.unable === undefined && anything.refused === undefined;
        expect(status === 'passed').toBe(isTold && isProven(expectations, anything));
      }),
      { numRuns: 2000 },
    );
  });

  it('fails nothing that never measured a number and was not refused', () => {
    fc.assert(
      fc.property(anyExpectations, anyRun, (expectations, anything) => {
        const { refused: _, ...quiet } = { ...anything, exitCode: 0, measured: [] };
        expect(judgeProbe(madeUpProbe({ expectations }), quiet).status).not.toBe('failed');
      }),
    );
  });

  it('says in one sentence what is the matter', () => {
    fc.assert(
      fc.property(anyExpectations, anyRun, (expectations, anything) => {
        const { detail } = judgeProbe(madeUpProbe({ expectations }), anything);
        expect(detail).toMatch(/^[A-Z].*\S$/);
        expect(detail).not.toMatch(/undefined|NaN/);
      }),
    );
  });
});

describe('notRun', () => {
  it('is no pass, and says why and what to do', () => {
    const probe = madeUpProbe({ options: ['A'] });
    expect(notRun(probe, { detail: 'Booting was turned off.', hint: 'Turn it on.' })).toMatchObject(
      {
        status: 'not run',
        detail: 'Booting was turned off.',
        hint: 'Turn it on.',
        options: ['A'],
      },
    );
  });
});
