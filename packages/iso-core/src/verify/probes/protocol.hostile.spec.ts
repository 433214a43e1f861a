import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeProbe } from './judge.js';
import { madeUpProbe } from './probe.testing.js';
import { readProbeRuns } from './protocol.js';

const TOKEN = 'f00d';
const read = (...texts: string[]) =>
  readProbeRuns(
    texts.map((text, at) => ({ at, text })),
    TOKEN,
  );
const told = (text: string) => `@nmi:${TOKEN} ${text}`;

describe('readProbeRuns on a console where anyone writes', () => {
  it('believes nothing without this run’s token', () => {
    const runs = read(
      told('begin a'),
      '@nmi:beef measure x ms 1',
      '@nmi: end a 0',
      '@nmi:f00d2 end a 0',
      told('end a 1'),
    );
    expect(runs.get('a')).toMatchObject({ measured: [], exitCode: 1 });
  });

  it('finds a line behind what another program left without an end', () => {
    const runs = read(told('begin a'), `[ 1.2] some driver: ${told('end a 0')}`);
    expect(runs.get('a')).toMatchObject({ exitCode: 0, output: ['[ 1.2] some driver:'] });
  });

  it.each([
    'measure x ms',
    'measure x ms one',
    'measure x ms NaN',
    'measure x ms Infinity',
    'measure x ms 1e999',
    'measure x ms 0x10',
    'measure x ms 1 2 3',
    'measure ../x ms 1',
    'measure x 1',
    'measure',
    'end a',
    'end a zero',
    'end b 0',
    'finished',
  ])('takes "%s" for output', (line) => {
    const run = read(told('begin a'), told(line)).get('a');
    expect(run).toEqual({ measured: [], output: [line] });
  });

  it.each([
    ['after', 'measure answer ms  100'],
    ['before', 'measure answer ms 100 '],
    ['the unit', 'measure answer  100'],
    ['the label', 'measure  ms 100'],
    ['the unit', 'measure answer \t 100'],
  ])('lets nothing stand in for %s, which is not there: "%s"', (_, line) => {
    expect(read(told('begin a'), told(line), told('end a 0')).get('a')?.measured).toEqual([]);
  });

  it('never lets an earlier probe end with the exit code of a later one', () => {
    const runs = read(told('begin a'), told('begin b'), told('end a 0'), told('end b 0'));
    expect(runs.get('a')).not.toHaveProperty('exitCode');
    expect(runs.get('b')).toMatchObject({ exitCode: 0 });
  });

  it('keeps the first of several runs of one probe', () => {
    const runs = read(told('begin a'), told('end a 1'), told('begin a'), told('end a 0'));
    expect(runs.get('a')).toMatchObject({ exitCode: 1 });
  });

  it('keeps the end of a flood, in lines of some length, without control sequences', () => {
    const flood = Array.from(
      { length: 2_000 },
      (_, index) => `\u001b[31m${index} ${'x'.repeat(1000)}`,
    );
    const output = read(told('begin a'), ...flood).get('a')?.output ?? [];
    expect(output.length).toBeLessThan(100);
    expect(output.at(-1)).toMatch(/^1999 x{400,500}…$/);
  });

  it('makes a pass out of no text whatsoever that has not the token', () => {
    const probe = madeUpProbe({ name: 'a' });
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('@nmi:', '@nmi:f00 end a 0', 'end a 0', '@nmi:f00d', 'begin a'),
    );
    fc.assert(
      fc.property(fc.array(text.filter((each) => !each.includes(`@nmi:${TOKEN} `))), (texts) => {
        const run = read(...texts).get('a');
        expect(run).toBeUndefined();
        expect(judgeProbe(probe, run).status).toBe('not run');
      }),
    );
  });
});
