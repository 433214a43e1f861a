// A build on a machine: the border that requests and messages cross, and that nothing but a whole ISO comes
// back over it. The machine of these tests runs the same build in this process.
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localHost, type BuildMachine, type MachineJob } from '../../host/index.js';
import { testFolder } from '../../image/iso9660/iso.testing.js';
import { moduleIso } from '../../inspect/module-iso.testing.js';
import { IsoError, isIsoError, openCache, type Progress } from '../../runtime/index.js';
import { readSpec } from '../../spec/index.js';
import { buildIso } from '../build-iso.js';
import { CONFIG } from '../small-lab.testing.js';
import { buildOnMachine } from './build-on-machine.js';
import { parseRequest, refusal, type WorkerMessage } from './messages.js';
import { tellingProgress } from './told-progress.js';

const folder = testFolder();
let places = 0;

const machineThat = (run: (job: MachineJob) => Promise<void>): BuildMachine => ({
  kind: 'container',
  name: 'a test machine',
  run,
});

/** What the worker does, without a process of its own. */
async function work({ request, onLine }: MachineJob): Promise<void> {
  const tell = (message: WorkerMessage): void => onLine(JSON.stringify(message));
  const { machine, env, architecture, jobs: _jobs, ...paths } = parseRequest(request);
  const host = localHost({ name: machine });
  const progress = tellingProgress(tell);
  try {
    const overrides = { architecture };
    const { stages } = await buildIso({ ...paths, overrides, env, host, progress });
    tell({ kind: 'built', stages: [...stages] });
  } catch (error) {
    if (!isIsoError(error)) throw error;
    tell(refusal(error));
  }
}

interface Wish {
  readonly require?: readonly unknown[];
  readonly machine?: BuildMachine;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

async function build({
  require = [],
  machine = machineThat(work),
  env = {},
  signal = new AbortController().signal,
}: Wish) {
  const place = join(folder, `place-${(places += 1)}`);
  const base = moduleIso(folder, { config: CONFIG });
  const shown: string[] = [];
  const recording: Progress = {
    note: (line) => shown.push(line),
    step: (title) => ({
      update: () => undefined,
      done: (detail = '') => shown.push(`${title}: done ${detail}`.trim()),
      fail: () => shown.push(`${title}: failed`),
    }),
  };
  mkdirSync(place);
  writeFileSync(join(place, 'base.iso'), base);
  const spec = { base: { amd64: { path: 'base.iso' } }, kernel: { require } };
  const specPath = join(place, 'minikube-iso.json');
  writeFileSync(specPath, JSON.stringify(spec));
  const outputFolder = join(place, 'iso');
  const context = {
    request: { specPath, outputFolder },
    spec: await readSpec(specPath),
    architecture: 'amd64' as const,
    cache: openCache({ folder: join(folder, 'cache') }),
    env,
    progress: recording,
    signal,
  };
  const result = buildOnMachine(context, machine, '/worker.mjs');
  return { place, outputFolder, base, shown, result };
}

describe('a build on a machine', () => {
  it('hands over the ISO with all that belongs to it', async () => {
    const { outputFolder, base, result } = await build({});
    const { files, manifest, stages } = await result;
    expect(readFileSync(files.iso).equals(base)).toBe(true);
    expect(manifest.route).toBe('unchanged');
    expect(stages.map(({ name }) => name)).toContain('Inspect the base');
    expect(readdirSync(outputFolder).sort()).toEqual([
      'minikube-amd64.build.json',
      'minikube-amd64.iso',
      'minikube-amd64.iso.sha256',
      'minikube-amd64.manifest.json',
    ]);
  });

  it('shows its stages as they go', async () => {
    const { shown, result } = await build({});
    await result;
    expect(shown).toContainEqual(expect.stringMatching(/^Inspect the base: done Linux /));
  });

  it('ends with the error that it would have here', async () => {
    const { outputFolder, result } = await build({ require: [{ option: 'NO_SUCH', value: 'y' }] });
    await expect(result).rejects.toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/),
      hint: expect.stringMatching(/./),
    });
    await expect(result).rejects.toBeInstanceOf(IsoError);
    expect(readdirSync(outputFolder)).toEqual([]);
  });

  it('is told what it reads, where it writes, and of the environment only what a build reads', async () => {
    let job: MachineJob | undefined;
    const machine = machineThat((given) => {
      job = given;
      return work(given);
    });
    const env = {
      https_proxy: 'http://proxy:3128',
      AWS_SECRET_ACCESS_KEY: 'secret',
      HOME: '/home',
    };
    const { place, outputFolder, result } = await build({ machine, env });
    await result;
    expect(job?.folders).toEqual({
      inputs: [join(place, 'minikube-iso.json'), join(place, 'base.iso')],
      cache: join(folder, 'cache'),
      output: expect.stringContaining(outputFolder),
    });
    expect(parseRequest(job?.request ?? '').env).toEqual({ https_proxy: 'http://proxy:3128' });
  });

  it('hands over nothing once it is to stop', async () => {
    const stop = new AbortController();
    const machine = machineThat(async (job) => {
      await work(job);
      stop.abort();
    });
    const { outputFolder, result } = await build({ machine, signal: stop.signal });
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(outputFolder)).toEqual([]);
  });

  it('has the digest of its manifest beside the ISO, whatever came over', async () => {
    const machine = machineThat(async (job) => {
      await work(job);
      writeFileSync(join(job.folders.output, 'minikube-amd64.iso.sha256'), 'another');
    });
    const { files, manifest } = await (await build({ machine })).result;
    expect(readFileSync(files.sha256, 'utf8')).toBe(`${manifest.iso.sha256}\n`);
  });

  it('leaves the ISO of an earlier build where it was when it fails', async () => {
    let fails = false;
    const machine = machineThat(async (job) => {
      if (fails) throw new IsoError('COMMAND_FAILED', 'it ended', { hint: '' });
      await work(job);
    });
    const first = await build({ machine });
    const { files } = await first.result;
    fails = true;
    const before = readdirSync(first.outputFolder);
    await expect((await build({ machine })).result).rejects.toMatchObject({
      code: 'MACHINE_BUILD_BROKE_OFF',
    });
    expect(readdirSync(first.outputFolder)).toEqual(before);
    expect(readFileSync(files.iso).equals(first.base)).toBe(true);
  });
});

describe('a machine that is not to be trusted', () => {
  const after = (change: (output: string) => void): BuildMachine =>
    machineThat(async (job) => {
      await work(job);
      change(job.folders.output);
    });

  it.each([
    [
      'an ISO that was cut',
      (output: string) => writeFileSync(join(output, 'minikube-amd64.iso'), 'cut'),
    ],
    ['no digest beside it', (output: string) => rmSync(join(output, 'minikube-amd64.iso.sha256'))],
    [
      'a link in the place of its record',
      (output: string) => {
        rmSync(join(output, 'minikube-amd64.build.json'));
        symlinkSync('/etc/hostname', join(output, 'minikube-amd64.build.json'));
      },
    ],
    [
      'a manifest of another architecture',
      (output: string) => {
        const path = join(output, 'minikube-amd64.manifest.json');
        const text = readFileSync(path, 'utf8');
        writeFileSync(path, text.replace('"architecture": "amd64"', '"architecture": "arm64"'));
      },
    ],
    [
      'no manifest',
      (output: string) => {
        writeFileSync(join(output, 'minikube-amd64.manifest.json'), '{}');
      },
    ],
  ])('hands over nothing with %s', async (_, change) => {
    const { outputFolder, result } = await build({ machine: after(change) });
    await expect(result).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:MACHINE_ISO_DAMAGED|MANIFEST_INVALID)$/),
    });
    expect(readdirSync(outputFolder)).toEqual([]);
  });

  it('that says nothing has not built', async () => {
    const { result } = await build({ machine: machineThat(() => Promise.resolve()) });
    await expect(result).rejects.toMatchObject({ code: 'MACHINE_BUILD_BROKE_OFF' });
  });

  it('is quoted with its last words when it breaks off, and what it had begun has failed', async () => {
    const machine = machineThat(({ onLine }) => {
      onLine('{"kind":"begin","step":0,"title":"Compile modules"}');
      onLine('Killed');
      throw new IsoError('COMMAND_FAILED', 'exit code 137', { hint: '' });
    });
    const { shown, result } = await build({ machine });
    await expect(result).rejects.toMatchObject({
      code: 'MACHINE_BUILD_BROKE_OFF',
      hint: expect.stringContaining('Killed'),
    });
    expect(shown).toEqual(['Compile modules: failed']);
  });
});
