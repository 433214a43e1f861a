import { describe, expect, it } from 'vitest';
import buildSchema from './build-iso/schema.json' with { type: 'json' };
import { assertInRange, type Range } from './ranges.js';
import { JOBS } from './build-iso/limits.js';
import verifySchema from './verify-iso/schema.json' with { type: 'json' };
import { MEMORY, TIMEOUT } from './verify-iso/limits.js';

const check = (value: number | undefined, range: Range) => () =>
  assertInRange('memory', value, range);

describe('a number on the command line', () => {
  it.each([undefined, 128, 4096, 65_536])('may be %s', (value) => {
    expect(check(value, MEMORY)).not.toThrow();
  });

  it.each([127, 65_537, 0, -1, 128.5, Number.NaN])('may not be %s', (value) => {
    expect(check(value, MEMORY)).toThrow(
      expect.objectContaining({
        code: 'OPTION_OUT_OF_RANGE',
        message: `--memory: expected a whole number from 128 to 65536, found ${value}`,
      }),
    );
  });

  it('may have a lower limit alone', () => {
    expect(check(0, JOBS)).toThrow('expected a whole number of at least 1, found 0');
    expect(check(1000, JOBS)).not.toThrow();
  });

  it('has the limits of the schema', () => {
    const { jobs } = buildSchema.properties;
    const { memory, timeout } = verifySchema.properties;
    expect(JOBS).toEqual({ least: jobs.minimum });
    expect(MEMORY).toEqual({ least: memory.minimum, most: memory.maximum });
    expect(TIMEOUT).toEqual({ least: timeout.minimum, most: timeout.maximum });
  });
});
