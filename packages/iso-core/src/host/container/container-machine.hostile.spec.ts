// Engines that fail at each step, and builds that are stopped at each.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IsoError, silentProgress } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { containerMachine } from './container-machine.js';
import { StandInEngine, type StandInOptions } from './engine.testing.js';

/** Runs a job in a container of an engine elsewhere, which takes every step that there is. */
async function runJob(options: StandInOptions, signal = new AbortController().signal) {
  const standIn = new StandInEngine(options);
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'out'));
  const program = join(folder, 'worker.mjs');
  writeFileSync(program, '');
  const cache = join(folder, 'cache');
  const engine = { program: 'docker', isRootless: false, isHere: false } as const;
  const machine = containerMachine(
    engine,
    {},
    { run: standIn.run, progress: silentProgress, signal },
  );
  const ended: unknown = await machine
    .run({
      program,
      request: '{}',
      folders: { inputs: [], cache, output: join(folder, 'out') },
      onLine: () => undefined,
    })
    .catch((error: unknown) => error);
  expect([...standIn.containers], 'no container is left').toEqual([]);
  const held = existsSync(cache) ? readdirSync(join(cache, 'locks')) : [];
  expect(held, 'no lock is held').toEqual([]);
  return { ended, standIn };
}

const fails = (command: string, ...lines: string[]): StandInOptions => ({
  failing: { command, lines },
});

describe('an engine that fails', () => {
  it.each(['create', 'cp', 'ps'])('at %s is told in its own words', async (command) => {
    const { ended } = await runJob(fails(command, 'warning', 'Error: \x1b[2Jno such thing'));
    expect(ended).toMatchObject({
      code: 'CONTAINER_FAILED',
      message: `docker ${command} failed: Error: no such thing`,
      details: { lastLines: ['warning', 'Error: no such thing'] },
    });
  });

  it('at making the image shows the last lines', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const { ended } = await runJob(fails('build', ...lines));
    expect(ended).toMatchObject({
      code: 'BUILDER_IMAGE_FAILED',
      details: { lastLines: lines.slice(-15) },
    });
  });

  it('at the program’s own run leaves it to the caller to say why', async () => {
    const { ended } = await runJob(fails('start', 'killed'));
    expect(ended).toMatchObject({ code: 'COMMAND_FAILED' });
  });

  it('at removing the container does not spoil a build', async () => {
    const standIn = new StandInEngine(fails('rm'));
    const folder = temporaryFolder();
    const engine = { program: 'podman', isRootless: true, isHere: true } as const;
    const signal = new AbortController().signal;
    const context = { run: standIn.run, progress: silentProgress, signal };
    const job = {
      program: join(folder, 'worker.mjs'),
      request: '{}',
      folders: { inputs: [], cache: join(folder, 'cache'), output: folder },
      onLine: () => undefined,
    };
    await expect(containerMachine(engine, {}, context).run(job)).resolves.toBeUndefined();
  });
});

describe('a full disk', () => {
  it.each([
    ['build', "E: You don't have enough free space in /var/cache/apt/archives/."],
    ['build', 'tar: write error: No space left on device'],
    ['create', 'Error: mkdir /var/lib/containers/x: no space left on device'],
    ['cp', 'write /base.iso: disk quota exceeded'],
  ])('of the engine, seen at %s: %s', async (command, line) => {
    const { ended } = await runJob(fails(command, line, 'exit status 1'));
    expect(ended).toMatchObject({
      code: 'CONTAINER_DISK_FULL',
      hint: expect.stringContaining('docker system df'),
    });
  });
});

describe('a build that is stopped', () => {
  const reason = new IsoError('CANCELLED', 'Stopped by Ctrl-C', { hint: '' });

  it.each(['image', 'build', 'ps', 'create', 'cp', 'start'])(
    'at %s leaves nothing',
    async (command) => {
      const controller = new AbortController();
      const standIn = new StandInEngine();
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'out'));
      writeFileSync(join(folder, 'worker.mjs'), '');
      const engine = { program: 'docker', isRootless: false, isHere: false } as const;
      const machine = containerMachine(
        engine,
        {},
        {
          progress: silentProgress,
          signal: controller.signal,
          run: async (asked, options) => {
            if (asked.args[0] === command) controller.abort(reason);
            return standIn.run(asked, options);
          },
        },
      );
      const folders = { inputs: [], cache: join(folder, 'cache'), output: join(folder, 'out') };
      const program = join(folder, 'worker.mjs');
      const job = { program, request: '{}', folders, onLine: () => undefined };
      await expect(machine.run(job)).rejects.toBe(reason);
      expect([...standIn.containers]).toEqual([]);
    },
  );

  it('is asked politely before its container is taken away', async () => {
    const controller = new AbortController();
    const start: StandInOptions['start'] = () => {
      controller.abort(reason);
      return Promise.reject(reason);
    };
    const { ended, standIn } = await runJob({ start }, controller.signal);
    expect(ended).toBe(reason);
    const [stop, remove] = standIn.calls.slice(-2);
    expect(stop?.slice(0, 3)).toEqual(['stop', '-t', '10']);
    expect(remove?.slice(0, 3)).toEqual(['rm', '--force', '--volumes']);
  });
});
