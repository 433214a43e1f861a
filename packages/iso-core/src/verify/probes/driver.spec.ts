import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { runDriver, WHOLE_SECONDS, type DriverOptions } from './driver.testing.js';

/** What /bin/sh may be. */
const SHELLS = [
  ['dash', ['dash']],
  ['bash', ['bash', '--posix']],
  ['busybox', ['busybox', 'sh']],
] as const;

describe.each(SHELLS)('the driver, with %s', (_, shell) => {
  const run = (
    probes: Parameters<typeof runDriver>[1],
    folder = temporaryFolder(),
    options: DriverOptions = {},
  ): ReturnType<typeof runDriver> => runDriver(folder, probes, { shell, ...options });

  it('tells what each probe measured and how it ended, in order', async () => {
    const { stdout } = await run({
      first: 'measure round-trip ms 100.5 0.2',
      second: 'echo printed; exit 3',
    });
    expect(stdout.split('\n')).toEqual([
      '@nmi:f00df00d start',
      '@nmi:f00df00d begin first',
      '@nmi:f00df00d measure round-trip ms 100.5 0.2',
      '@nmi:f00df00d end first 0',
      '@nmi:f00df00d begin second',
      'printed',
      '@nmi:f00df00d end second 3',
      '@nmi:f00df00d done',
      '',
    ]);
  });

  it('takes standard error for output too', async () => {
    const { runs, stderr } = await run({ loud: 'echo oh >&2' });
    expect(runs.get('loud')?.output).toEqual(['oh']);
    expect(stderr).toBe('');
  });

  it('ends a probe at the first command that fails, and at an unknown variable', async () => {
    const { runs } = await run({
      fails: 'false; measure x ms 1',
      unknown: 'echo "$no_such_variable"; measure x ms 1',
    });
    for (const name of ['fails', 'unknown']) {
      expect(runs.get(name)?.measured).toEqual([]);
      expect(runs.get(name)?.exitCode).toBeGreaterThan(0);
    }
  });

  it('tells what cannot be measured and what is refused, out of substitutions as well', async () => {
    const { runs } = await run({
      unable: 'program=$(tool no-such-program neither); echo "not reached $program"',
      refused: 'set_up sh -c "echo Error: unknown >&2; exit 2" tc; echo not reached',
      written: 'write 1 /no/such/file; echo not reached',
    });
    expect(runs.get('unable')).toMatchObject({
      exitCode: 2,
      unable: 'the program no-such-program is not there',
      output: [],
    });
    expect(runs.get('refused')).toMatchObject({ exitCode: 1, output: [] });
    expect(runs.get('refused')?.refused).toMatch(/^sh -c .* tc: Error: unknown$/);
    expect(runs.get('written')).toMatchObject({
      exitCode: 1,
      refused: '/no/such/file does not take 1',
    });
  });

  it('lets nothing stand in for a number that was not measured', async () => {
    const { runs } = await run({
      empty: 'before=100; measure answer ms "$(false)" "$before"; echo not reached',
      printed: 'measure answer ms "dd: error"; echo not reached',
      none: 'measure answer ms; echo not reached',
      more: 'measure answer ms 1 2 3; echo not reached',
    });
    const UNABLE = {
      empty: 'nothing was measured of answer',
      printed: 'nothing was measured of answer',
      none: 'measure takes LABEL UNIT AFTER [BEFORE], not: answer ms',
      more: 'measure takes LABEL UNIT AFTER [BEFORE], not: answer ms 1 2 3',
    };
    for (const [name, unable] of Object.entries(UNABLE)) {
      expect(runs.get(name)).toMatchObject({ measured: [], unable, exitCode: 2, output: [] });
    }
  });

  it('hands over values as files, whatever they hold', async () => {
    const hostile = '$(exit 9) `exit 9` "; exit 9 \'';
    const { runs } = await run({
      one: { script: 'value key; value other', values: { key: `${hostile}\n`, other: 'two\n' } },
    });
    expect(runs.get('one')).toMatchObject({ exitCode: 0, output: [hostile, 'two'] });
  });

  it('undoes what a probe did, the last first, however it ends', async () => {
    const folder = temporaryFolder();
    const undo = (end: string) =>
      `at_exit "echo undid one"; at_exit "echo undid two"; touch "$NMI_WORK/left"; ${end}`;
    const { runs } = await run(
      { good: undo('exit 0'), bad: undo('exit 1'), broken: undo('no-such-command') },
      folder,
    );
    for (const name of ['good', 'bad', 'broken']) {
      expect(runs.get(name)?.output.slice(-2)).toEqual(['undid two', 'undid one']);
    }
    expect(runs.get('good')?.exitCode).toBe(0);
    expect(await readdir(join(folder, 'work'))).toEqual([]);
  });

  it('ends a probe that takes too long, after it could clean up', async () => {
    const { runs } = await run({
      slow: { script: 'at_exit "echo cleaned"; sleep 600', timeoutSeconds: 1 },
      next: 'measure x ms 1',
    });
    expect(runs.get('slow')).toMatchObject({ exitCode: 124 });
    expect(runs.get('slow')?.output).toContain('cleaned');
    expect(runs.get('next')).toMatchObject({ exitCode: 0 });
  });

  it('takes no quick probe for a late one, however slowly programs start', async () => {
    // All but the probe itself.
    const setsid = 'case $* in *quick*) ;; *) sleep 1 ;; esac; exec /usr/bin/setsid "$@"';
    const { runs } = await run(
      { quick: { script: 'measure x ms 1', timeoutSeconds: 2 } },
      temporaryFolder(),
      { programs: { setsid } },
    );
    expect(runs.get('quick')).toMatchObject({ exitCode: 0 });
  });

  it('ends one that will not be ended, and all that it started', async () => {
    const folder = temporaryFolder();
    const { runs } = await run(
      {
        stubborn: {
          script: `trap "" TERM; sleep 600 & echo $! >"${folder}/child"; while :; do sleep 1; done`,
          timeoutSeconds: 1,
        },
      },
      folder,
      { programs: WHOLE_SECONDS },
    );
    expect(runs.get('stubborn')?.exitCode).toBe(124);
    expect(await isRunning(await readFile(join(folder, 'child'), 'utf8'))).toBe(false);
  });

  it('ends the probe that runs when it is ended itself, also one that will not be ended', async () => {
    const folder = temporaryFolder();
    const script = `trap "" TERM; sleep 600 & echo $! >"${folder}/child"; kill "$PPID"; sleep 600`;
    await expect(run({ stubborn: script, next: '' }, folder)).rejects.toThrow('143');
    expect(await isRunning(await readFile(join(folder, 'child'), 'utf8'))).toBe(false);
  });

  it('ends what a probe leaves in the background', async () => {
    const folder = temporaryFolder();
    await run({ careless: `sleep 600 & echo $! >"${folder}/child"` }, folder);
    expect(await isRunning(await readFile(join(folder, 'child'), 'utf8'))).toBe(false);
  });

  it('gives probes no input, and none of each other', async () => {
    const { runs } = await run({ reads: 'cat; echo end of input', next: 'echo "${LEAK-none}"' });
    expect(runs.get('reads')?.output).toEqual(['end of input']);
    expect(runs.get('next')?.output).toEqual(['none']);
  });
});

/** A process that was ended and not yet buried by its parent does not run. */
async function isRunning(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid.trim()}/stat`, 'utf8').catch(() => undefined);
  return stat !== undefined && !/\) [ZX]/.test(stat);
}
