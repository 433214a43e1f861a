import { describe, expect, it } from 'vitest';
import { readProbeRuns } from './protocol.js';

const TOKEN = 'f00d';

/** Lines of a console, one a second; those that begin with `> ` are the driver's. */
function runsOf(...texts: string[]) {
  const lines = texts.map((text, at) => ({ at, text: text.replace(/^> /, `@nmi:${TOKEN} `) }));
  return readProbeRuns(lines, TOKEN);
}

describe('readProbeRuns', () => {
  it('reads what each probe measured and how it ended', () => {
    const runs = runsOf(
      '> start',
      '> begin delay',
      '> measure round-trip ms 100.1 0.2',
      '> measure packets packets 3',
      '> end delay 0',
      '> begin loss',
      '> end loss 1',
      '> done',
    );
    expect([...runs]).toEqual([
      [
        'delay',
        {
          measured: [
            { label: 'round-trip', unit: 'ms', after: 100.1, before: 0.2 },
            { label: 'packets', unit: 'packets', after: 3 },
          ],
          output: [],
          exitCode: 0,
          seconds: 3,
        },
      ],
      ['loss', { measured: [], output: [], exitCode: 1, seconds: 1 }],
    ]);
  });

  it('tells why a probe could not measure, and what the kernel refused', () => {
    const runs = runsOf(
      '> begin a',
      '> unable the program tc is not there',
      '> end a 2',
      '> begin b',
      '> refused tc qdisc add: Error: unknown',
      '> end b 1',
    );
    expect(runs.get('a')?.unable).toBe('the program tc is not there');
    expect(runs.get('b')?.refused).toBe('tc qdisc add: Error: unknown');
  });

  it('takes anything else for the output of the probe that runs', () => {
    const runs = runsOf('boot', '> begin a', 'one', 'two', '> end a 1', 'after');
    expect(runs.get('a')?.output).toEqual(['one', 'two']);
  });

  it('knows no exit code of a probe during which the guest ended', () => {
    const run = runsOf('> begin a', '> measure x ms 1', 'Kernel panic').get('a');
    expect(run).toEqual({
      measured: [{ label: 'x', unit: 'ms', after: 1 }],
      output: ['Kernel panic'],
    });
  });

  it('has nothing of a probe that never began', () => {
    expect(runsOf('> start', '> done').size).toBe(0);
  });

  it.each(['-1.5', '+2', '.5', '3.', '1e3'])('reads the number %s', (number) => {
    const run = runsOf('> begin a', `> measure x ms ${number}`, '> end a 0').get('a');
    expect(run?.measured).toEqual([{ label: 'x', unit: 'ms', after: Number(number) }]);
  });
});
