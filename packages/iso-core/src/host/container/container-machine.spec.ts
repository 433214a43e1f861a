import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentProgress, type Command } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import type { SpecContainer } from '../../spec/index.js';
import type { MachineJob } from '../machine.js';
import { containerMachine } from './container-machine.js';
import { containerName } from './container-name.js';
import { StandInEngine, type StandInOptions } from './engine.testing.js';
import type { ContainerEngine } from './find-engine.js';

const HERE: ContainerEngine = { program: 'docker', isRootless: false, isHere: true };
const ROOTLESS: ContainerEngine = { program: 'podman', isRootless: true, isHere: true };
const ELSEWHERE: ContainerEngine = { program: 'docker', isRootless: false, isHere: false };

const USER = `${process.getuid?.()}:${process.getgid?.()}`;

/** A job in a folder of its own; one of its inputs is not there. */
function makeJob(folder = temporaryFolder()) {
  for (const name of ['source', 'out']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['worker.mjs', 'spec.json']) writeFileSync(join(folder, name), '');
  const lines: string[] = [];
  const job: MachineJob = {
    program: join(folder, 'worker.mjs'),
    request: '{"proxy":"http://me:secret@proxy"}',
    folders: {
      inputs: ['spec.json', 'source', 'missing.iso'].map((name) => join(folder, name)),
      cache: join(folder, 'cache'),
      output: join(folder, 'out'),
    },
    onLine: (line) => lines.push(line),
  };
  return { folder, job, lines };
}

interface Wish {
  readonly engine?: ContainerEngine;
  readonly settings?: SpecContainer;
  readonly signal?: AbortSignal;
  /** Of the cache folder. */
  readonly isCaseSensitive?: boolean;
}

function machineOf(
  standIn: StandInEngine,
  { engine = HERE, settings = {}, signal, isCaseSensitive = true }: Wish = {},
) {
  const context = {
    run: standIn.run,
    progress: silentProgress,
    signal: signal ?? new AbortController().signal,
  };
  return containerMachine(engine, settings, context, () => Promise.resolve(isCaseSensitive));
}

async function runJob(options: StandInOptions = {}, wish: Wish = {}) {
  const standIn = new StandInEngine(options);
  const made = makeJob();
  await machineOf(standIn, wish).run(made.job);
  return { ...made, standIn };
}

/** The values of an option that may be given several times. */
function valuesOf(args: readonly string[], option: string): string[] {
  return args.flatMap((arg, index) => (arg === option ? (args[index + 1] ?? '') : []));
}

describe('a container', () => {
  it('runs the program with what it reads mounted at the same paths', async () => {
    const { standIn, folder } = await runJob();
    const create = standIn.only('create');
    expect(valuesOf(create, '--mount')).toEqual([
      ...['cache', 'out'].map((name) => {
        const path = join(folder, name);
        return `type=bind,source=${path},target=${path}`;
      }),
      ...['worker.mjs', 'spec.json', 'source'].map((name) => {
        const path = join(folder, name);
        return `type=bind,source=${path},target=${path},readonly`;
      }),
    ]);
    expect(create.slice(-4)).toEqual([
      '--entrypoint',
      'node',
      [...standIn.images][0],
      join(folder, 'worker.mjs'),
    ]);
  });

  it('runs as the user, with no label on the user’s files', async () => {
    const create = (await runJob()).standIn.only('create');
    expect(valuesOf(create, '--user')).toEqual([USER]);
    expect(valuesOf(create, '--security-opt')).toEqual(['label=disable']);
    const rootless = (await runJob({}, { engine: ROOTLESS })).standIn.only('create');
    expect(valuesOf(rootless, '--user')).toEqual(['0:0']);
  });

  it('mounts what a link leads to at the path of the link', async () => {
    const folder = temporaryFolder();
    const { job } = makeJob(folder);
    symlinkSync(join(folder, 'spec.json'), join(folder, 'link.json'));
    const standIn = new StandInEngine();
    const folders = { ...job.folders, inputs: [join(folder, 'link.json')] };
    await machineOf(standIn).run({ ...job, folders });
    expect(valuesOf(standIn.only('create'), '--mount').at(-1)).toBe(
      `type=bind,source=${join(folder, 'spec.json')},target=${join(folder, 'link.json')},readonly`,
    );
  });

  it('is on the engine’s own network, or on the one that is wished for, as its image is', async () => {
    const { standIn } = await runJob();
    expect(standIn.calls.flat()).not.toContain('--network');
    const other = (await runJob({}, { settings: { network: 'lab' } })).standIn;
    expect(valuesOf(other.only('create'), '--network')).toEqual(['lab']);
    expect(valuesOf(other.only('build'), '--network')).toEqual(['lab']);
    const none = (await runJob({}, { settings: { network: 'none' } })).standIn;
    expect(valuesOf(none.only('create'), '--network')).toEqual(['none']);
    expect(valuesOf(none.only('build'), '--network')).toEqual([]);
  });

  it('reads the request from an input that stays open, and from nowhere else', async () => {
    let given: Command | undefined;
    const start: StandInOptions['start'] = async (_, command) => void (given = command);
    const { standIn, job } = await runJob({ start });
    expect(given).toMatchObject({ input: `${job.request}\n`, holdsInput: true });
    expect(standIn.calls.flat().join()).not.toContain('secret');
  });

  it('tells each line', async () => {
    const { lines } = await runJob({ start: async ({ onLine }) => onLine?.('{"kind":"built"}') });
    expect(lines).toEqual(['{"kind":"built"}']);
  });

  it('is gone afterwards', async () => {
    const { standIn } = await runJob();
    expect(standIn.calls.at(-1)?.slice(0, 3)).toEqual(['rm', '--force', '--volumes']);
    expect([...standIn.containers]).toEqual([]);
  });

  it('takes those of killed builds away, and no others', async () => {
    const abandoned = containerName(0).replace(/\.[0-9a-f]{8}-/, '.00000000-');
    const others = [containerName(), 'nx-minikube-iso-of-mine'];
    const { standIn } = await runJob({ containers: [abandoned, ...others] });
    expect([...standIn.containers]).toEqual(others);
  });
});

describe('a container that does not see this computer’s files', () => {
  const runThere = (options: StandInOptions = {}) => runJob(options, { engine: ELSEWHERE });

  it('has the cache folder as a volume, and is root in there', async () => {
    const { standIn, folder } = await runThere();
    const create = standIn.only('create');
    const [mount, ...more] = valuesOf(create, '--mount');
    expect(mount).toMatch(/^type=volume,source=nx-minikube-iso-cache-[0-9a-f]{8},target=/);
    expect(mount).toContain(`target=${join(folder, 'cache')}`);
    expect(more).toEqual([]);
    expect(valuesOf(create, '--user')).toEqual(['0:0']);
  });

  it('is given copies, and what it wrote is copied back', async () => {
    const { standIn, folder } = await runThere();
    const [name = ''] = valuesOf(standIn.only('create'), '--name');
    const commands = standIn.calls.map(([command]) => command);
    expect(commands.slice(commands.indexOf('create'))).toEqual([
      ...['create', 'cp', 'cp', 'cp', 'cp', 'start', 'cp', 'rm'],
    ]);
    const [folders, ...copies] = standIn.calls.filter(([command]) => command === 'cp');
    expect(folders?.[2]).toBe(`${name}:/`);
    expect(copies).toEqual([
      ['cp', join(folder, 'worker.mjs'), `${name}:${join(folder, 'worker.mjs')}`],
      ['cp', join(folder, 'spec.json'), `${name}:${join(folder, 'spec.json')}`],
      ['cp', `${join(folder, 'source')}/.`, `${name}:${join(folder, 'source')}`],
      ['cp', `${name}:${join(folder, 'out')}/.`, join(folder, 'out')],
    ]);
  });

  it('has the folders of what is copied before it', async () => {
    const standIn = new StandInEngine();
    const { folder, job } = makeJob();
    let there: boolean[] = [];
    const machine = containerMachine(
      ELSEWHERE,
      {},
      {
        progress: silentProgress,
        signal: new AbortController().signal,
        run: async (command, options) => {
          const [first, from = '', to = ''] = command.args;
          if (first === 'cp' && to.endsWith(':/')) {
            there = ['', 'source', 'out'].map((name) => existsSync(join(from, folder, name)));
          }
          return standIn.run(command, options);
        },
      },
    );
    await machine.run(job);
    expect(there).toEqual([true, true, true]);
    expect(readdirSync(job.folders.cache)).toEqual(['locks']);
  });

  it('is what a cache folder needs that takes upper for lower case', async () => {
    const { job } = makeJob();
    const standIn = new StandInEngine();
    await machineOf(standIn, { engine: HERE, isCaseSensitive: false }).run(job);
    expect(valuesOf(standIn.only('create'), '--mount')).toEqual([
      expect.stringMatching(/^type=volume/),
    ]);
  });
});
