import { describe, expect, it } from 'vitest';
import { isWanted, parseOptions } from './options.js';

describe('the command line', () => {
  it('asks for a table of all rows by default', () => {
    expect(parseOptions([])).toEqual({ json: false, only: [] });
  });

  it('may ask for JSON, and for some rows', () => {
    const options = parseOptions(['--json', '--only', 'route', '--only=memory']);
    expect(options).toEqual({ json: true, only: ['route', 'memory'] });
  });

  it.each([['--jsn'], ['modules'], ['--only']])('refuses %j', (...args) => {
    expect(() => parseOptions(args)).toThrow(
      expect.objectContaining({ code: 'BENCH_OPTION_UNKNOWN' }),
    );
  });
});

describe('the rows wanted', () => {
  it('are all without --only', () => {
    expect(isWanted({ only: [] }, 'unchanged')).toBe(true);
  });

  it('have one of the texts in their name', () => {
    const options = { only: ['ROUTE', 'memory'] };
    expect(isWanted(options, 'modules route, cold tree')).toBe(true);
    expect(isWanted(options, 'peak memory')).toBe(true);
    expect(isWanted(options, 'unchanged')).toBe(false);
  });
});
