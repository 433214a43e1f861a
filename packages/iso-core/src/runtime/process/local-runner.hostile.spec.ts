import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { delay } from '../cancel.js';
import { IsoError } from '../errors.js';
import { startScript, type ScriptProcess } from '../testing/child-process.testing.js';
import { untilGone } from '../testing/processes.testing.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { localRunner } from './local-runner.js';
import { processRuns } from './process-tree.js';

const shell = (script: string) => ({ file: 'sh', args: ['-c', script] });

/** Starts a child, a grandchild and one that has left the group, and prints their numbers. */
const FAMILY = `
sleep 1000 & echo $!
sh -c 'sleep 1000 & echo $!; wait' &
setsid sh -c 'echo $$; exec sleep 1000' &
wait`;
const FAMILY_SIZE = 3;

describe('a command that fails', () => {
  it('is reported with its exit code and last lines', async () => {
    const run = localRunner(shell('echo first; echo why >&2; exit 7'));
    await expect(run).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringContaining('exit code 7'),
      details: { file: 'sh', exitCode: 7, lastLines: ['why'] },
    });
  });

  it('is reported with its standard output when that is all there is', async () => {
    const run = localRunner(shell('echo only; exit 1'));
    await expect(run).rejects.toMatchObject({ details: { lastLines: ['only'] } });
  });

  it('is reported with its signal, never as a success', async () => {
    const run = localRunner({ ...shell('kill -9 $$'), okExitCodes: [0, 137, -1] });
    await expect(run).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      details: { signal: 'SIGKILL' },
      hint: expect.stringContaining('memory'),
    });
  });

  it('cannot colour or command what reads the report', async () => {
    const run = localRunner(shell("printf '\\033[31m::error::x\\033[0m\\n' >&2; exit 1"));
    await expect(run).rejects.toMatchObject({ details: { lastLines: [': :error::x'] } });
  });
});

describe('a command that cannot start', () => {
  it('is not found', async () => {
    const run = localRunner({ file: 'no-such-command', args: ['x'] });
    await expect(run).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
      details: { args: ['x'] },
    });
  });

  it('is not found when it may not be executed', async () => {
    const file = join(temporaryFolder(), 'plain');
    writeFileSync(file, 'text', { mode: 0o644 });
    await expect(localRunner({ file, args: [] })).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
    });
  });

  it('says so when it is the folder that is missing', async () => {
    const cwd = join(temporaryFolder(), 'missing');
    await expect(localRunner({ ...shell('true'), cwd })).rejects.toMatchObject({
      code: 'COMMAND_NOT_STARTED',
      message: expect.stringContaining(cwd),
    });
  });

  it('has no NUL in its arguments', async () => {
    await expect(localRunner({ file: 'echo', args: ['a\0b'] })).rejects.toThrow();
  });
});

describe('ending a command', () => {
  it('ends its whole tree when the signal aborts', async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    const run = localRunner(shell(FAMILY), {
      signal: controller.signal,
      onLine: (line) => {
        pids.push(Number(line));
        if (pids.length === FAMILY_SIZE) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(pids.map(processRuns)).toEqual([false, false, false]);
  });

  it('rejects with the reason of the signal when that says more', async () => {
    const controller = new AbortController();
    const reason = new IsoError('LOCK_LOST', 'lost', { hint: '' });
    const run = localRunner(shell('echo; sleep 1000'), {
      signal: controller.signal,
      onLine: () => controller.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
  });

  it('ends its whole tree when the time is over', async () => {
    const pids: number[] = [];
    const run = localRunner(shell(FAMILY), {
      timeoutMs: 3_000,
      onLine: (line) => pids.push(Number(line)),
    });
    await expect(run).rejects.toMatchObject({ code: 'TIMED_OUT', details: { timeoutMs: 3_000 } });
    expect(pids).toHaveLength(FAMILY_SIZE);
    expect(pids.map(processRuns)).toEqual([false, false, false]);
  });

  it('ends what will not listen', async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    const deaf = `trap '' TERM; echo $$; sh -c 'echo $$; while :; do sleep 1; done'`;
    const run = localRunner(shell(deaf), {
      signal: controller.signal,
      onLine: (line) => {
        pids.push(Number(line));
        if (pids.length === 2) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(pids.map(processRuns)).toEqual([false, false]);
  });

  it('asks as the command wants to be asked, and gives it the time that it wants', async () => {
    const controller = new AbortController();
    const cleaned = join(temporaryFolder(), 'cleaned');
    const script = `trap 'sleep 3; : >"$0"; exit' INT; echo; while :; do sleep 0.05; done`;
    const stop = { signal: 'SIGINT', milliseconds: 30_000 } as const;
    const run = localRunner(
      { file: 'sh', args: ['-c', script, cleaned], stop },
      { signal: controller.signal, onLine: () => controller.abort() },
    );
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(cleaned)).toBe(true);
  });

  it('waits for what will not listen and holds no output open', async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    const deaf = `sh -c 'trap "" TERM; echo $$; exec >/dev/null 2>&1; while :; do sleep 1; done' & wait`;
    const run = localRunner(shell(deaf), {
      signal: controller.signal,
      onLine: (line) => {
        pids.push(Number(line));
        controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(pids.map(processRuns)).toEqual([false]);
  });

  it('does not start what is cancelled already', async () => {
    const marker = join(temporaryFolder(), 'marker');
    const run = localRunner({ file: 'touch', args: [marker] }, { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is no failure of the command when somebody else ends all of the tree', async () => {
    const controller = new AbortController();
    const run = localRunner(shell('echo $$; exec sleep 1000'), {
      signal: controller.signal,
      onLine: (pid) => {
        process.kill(Number(pid), 'SIGTERM');
        void untilGone([Number(pid)]).then(() => controller.abort());
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('happens when the reader of its lines throws, and that is reported', async () => {
    const error = new Error('reader');
    const pids: number[] = [];
    const run = localRunner(shell('echo $$; sleep 1000'), {
      onLine: (line) => {
        pids.push(Number(line));
        throw error;
      },
    });
    await expect(run).rejects.toBe(error);
    expect(pids.map(processRuns)).toEqual([false]);
  });
});

describe('when our own process dies', () => {
  const start = async (family: string, size: number) => {
    const script = startScript('run-command', family);
    const pids = [];
    for (let index = 0; index < size; index++) pids.push(Number(await script.nextLine()));
    return { script, pids };
  };

  const killAndSeeGone = async (script: ScriptProcess, pids: readonly number[]) => {
    script.kill('SIGKILL');
    expect(await script.ended).toBe('SIGKILL');
    await untilGone(pids);
  };

  it('by kill -9, the process group of the command dies with it', async () => {
    const inGroup = `echo $$; sleep 1000 & echo $!; sh -c 'sleep 1000 & echo $!; wait'`;
    const { script, pids } = await start(inGroup, 3);
    await killAndSeeGone(script, pids);
  });

  it.runIf(process.platform === 'linux')(
    'by kill -9, those die as well that have left its process group',
    async () => {
      const { script, pids } = await start(FAMILY, FAMILY_SIZE);
      await killAndSeeGone(script, pids);
    },
  );

  it.runIf(process.platform === 'linux')(
    'by kill -9, a command dies whose number nobody has told yet',
    async () => {
      const script = startScript('start-unregistered');
      const pid = Number(await script.nextLine());
      await killAndSeeGone(script, [pid]);
    },
  );

  it('by itself when all is done, what a command left running goes on', async () => {
    const script = startScript('run-command', 'sleep 30 >/dev/null 2>&1 & echo $!');
    const pid = Number(await script.nextLine());
    expect(await script.ended).toBe(0);
    await delay(500);
    expect(processRuns(pid)).toBe(true);
    process.kill(pid);
  });

  it('by Ctrl-C, the whole tree is ended first', async () => {
    const { script, pids } = await start(FAMILY, FAMILY_SIZE);
    script.kill('SIGINT');
    expect(await script.ended).toBe(1);
    expect(pids.map(processRuns)).toEqual([false, false, false]);
  });
});
