// Runs and expectations of every kind, for properties: few labels and numbers, so that they meet.
import fc from 'fast-check';
import type { Expectation, Measured, ProbeRun } from './probe.js';

const label = fc.constantFrom('a', 'b', 'c');
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 100.25);
const limit = fc.oneof(number, fc.record({ timesBefore: number, plus: number }));

const anyMeasured: fc.Arbitrary<Measured> = fc.record(
  { label, unit: fc.constantFrom('ms', 'MB/s'), after: number, before: number },
  { requiredKeys: ['label', 'unit', 'after'] },
);

export const anyExpectations: fc.Arbitrary<Expectation[]> = fc.array(
  fc.record({ label, atLeast: limit, atMost: limit }, { requiredKeys: ['label'] }),
  { maxLength: 3 },
);

export const anyRun: fc.Arbitrary<ProbeRun> = fc.record(
  {
    measured: fc.array(anyMeasured, { maxLength: 4 }),
    output: fc.array(fc.constantFrom('one', 'two')),
    unable: fc.constant('there is no ping'),
    refused: fc.constant('tc: unknown'),
    // Mostly 0: everything else has a simple answer.
    exitCode: fc.oneof(
      { weight: 8, arbitrary: fc.constant(0) },
      fc.constantFrom(1, 2, 124, 126, 127, 143),
    ),
  },
  { requiredKeys: ['measured', 'output'] },
);
