// Builds in a virtual machine of Vagrant's: the same bytes as here, and no machine left however it ends.
// Vagrant and VirtualBox are stand-ins; the machine has a root of its own, a real sshd, and real OpenSSH, tar
// and Node.js get in and build there.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { buildIso, silentProgress, type BuildRequest, type Progress } from 'iso-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leftovers, offeredIso, startBuild } from './support/build-process.js';
import { INSTALLED, vagrantComputer, type VagrantComputer } from './support/vagrant-computer.js';
import { buildSpec, labIso, labSpec, scratchFolder } from './support/workspace.js';

const MODULES = [
  { option: 'NET_SCH_PRIO', value: 'm' },
  { option: 'NET_CLS_FLOWER', value: 'm' },
];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let computer: VagrantComputer;
let cacheFolder: string;
/** Of the specs, their base and their outputs: a name that only data may have. */
let folder: string;
const environment = { ...process.env };

beforeAll(async () => {
  scratch = await scratchFolder();
  folder = join(scratch.folder, `it's, "odd": $(x)\n-C`);
  cacheFolder = join(scratch.folder, 'cache');
  computer = await vagrantComputer(scratch.folder);
  await mkdir(folder);
  await cp(labIso('amd64'), join(folder, 'base.iso'));
  Object.assign(process.env, computer.env);
});

beforeEach(async () => {
  await computer.order({});
  await computer.calls();
});

afterAll(async () => {
  Object.assign(process.env, environment);
  await scratch.dispose();
});

interface Wish {
  readonly base?: string;
  readonly vagrant?: object;
}

/** Writes a spec that is built in a machine; resolves to what to ask for. */
async function request(
  name: string,
  require: readonly unknown[],
  { base = 'base.iso', vagrant = {} }: Wish = {},
): Promise<Pick<BuildRequest, 'specPath' | 'outputFolder' | 'cacheFolder'>> {
  const specPath = join(folder, `${name}.json`);
  const more = { base: { amd64: { path: base } }, host: 'vagrant', vagrant };
  await writeFile(specPath, JSON.stringify({ ...labSpec('amd64', require), ...more }));
  return { specPath, outputFolder: join(folder, `${name} iso`), cacheFolder };
}

/** What every kernel of the lab has: its base is copied, in seconds. */
const unchanged = (name: string, vagrant: object = {}) => request(name, ['NET_SCHED'], { vagrant });

describe('a build in a machine', () => {
  it('makes the bytes that a build here makes, and leaves no machine', async () => {
    const steps: string[] = [];
    let running: ReturnType<VagrantComputer['machines']> | undefined;
    const progress: Progress = {
      ...silentProgress,
      step: (title) => {
        steps.push(title);
        if (title === 'Install the tools') running = computer.machines();
        return silentProgress.step(title);
      },
    };
    const there = await buildIso({ ...(await request('there', MODULES)), progress });
    expect(there.manifest.route).toBe('modules');
    expect(await offeredIso(join(folder, 'there iso'))).toBe(there.manifest.iso.sha256);
    expect(await leftovers(join(folder, 'there iso'))).toEqual([]);
    expect(await computer.machines()).toEqual([]);
    expect(await computer.calls()).toEqual(['--version', 'up', 'ssh-config', 'destroy --force']);
    expect(steps).toEqual([
      'Start the machine',
      'Copy what the build reads',
      'Install the tools',
      ...there.stages.map(({ name }) => name),
      'Copy the ISO back',
      'Destroy the machine',
    ]);
    const here = await buildSpec(join(scratch.folder, 'here'), labSpec('amd64', MODULES));
    expect(there.manifest).toEqual(here.manifest);
    const memory = Math.floor((Math.floor(totalmem() / 1024 ** 2) * 3) / 4);
    const cpus = availableParallelism();
    expect(await running).toMatchObject([{ state: 'running', cpus, memory }]);
  });

  it('installs the tools of both engines', async () => {
    const log = await readFile(join(cacheFolder, 'vagrant/tools.log'), 'utf8');
    expect(log).toMatch(/ install --yes --no-install-recommends .*\bflex\b.*\brsync\b/);
    expect(log).toContain(' gcc-aarch64-linux-gnu ');
  });

  it('ends with the error of the build there, in its own words', async () => {
    const asked = await request('refused', [], { base: 'missing.iso' });
    await expect(buildIso(asked)).rejects.toMatchObject({ code: 'BASE_NOT_FOUND' });
    expect(await computer.machines()).toEqual([]);
  });
});

describe('a machine that is kept', () => {
  it('is halted, used again by the next build, and destroyed by one that wants another', async () => {
    await buildIso(await unchanged('kept', { keepMachine: true }));
    expect(await computer.machines()).toMatchObject([{ state: 'poweroff' }]);
    await buildIso(await unchanged('kept', { keepMachine: true }));
    expect(await computer.machines()).toMatchObject([{ state: 'poweroff' }]);
    const first = ['--version', 'up', 'ssh-config', 'halt'];
    expect(await computer.calls()).toEqual([...first, '--version', 'halt', ...first.slice(1)]);
    await buildIso(await unchanged('kept', { cpus: 1, memory: 2048, box: 'generic/debian12' }));
    const last = ['destroy --force', 'up', 'ssh-config', 'destroy --force'];
    expect(await computer.calls()).toEqual(['--version', ...last]);
    expect(await computer.machines()).toEqual([]);
  });
});

describe('a machine that does not come up', () => {
  it.each([
    ['up', 'boot_timeout', 'VAGRANT_UP_FAILED', 'Timed out while waiting for the machine to boot'],
    ['provider', 'no_default_provider', 'VAGRANT_PROVIDER_MISSING', 'No usable default provider'],
    ['ssh-config', 'ssh_not_ready', 'VAGRANT_UP_FAILED', 'not yet ready for SSH'],
  ])('because of %s: %s is %s, and nothing is left', async (command, message, code, words) => {
    await computer.order({ refuse: { [command]: message } });
    const build = buildIso(await unchanged('down', { keepMachine: true }));
    await expect(build).rejects.toMatchObject({
      code,
      details: { lastLines: expect.arrayContaining([expect.stringContaining(words)]) },
    });
    expect(await computer.machines()).toEqual([]);
  });

  it('is not even tried without enough memory', async () => {
    const build = buildIso(await unchanged('large', { memory: 1_048_576 }));
    await expect(build).rejects.toMatchObject({ code: 'HOST_MEMORY_LOW' });
    expect(await computer.calls()).toEqual(['--version']);
  });
});

describe('a failure in the middle', () => {
  it('of installing the tools leaves no machine', async () => {
    await computer.order({
      guest: {
        ...INSTALLED,
        'local/sbin/apt-get': '#!/bin/sh\necho "E: Unable to locate package flex"\nexit 100\n',
      },
    });
    await expect(buildIso(await unchanged('tools'))).rejects.toMatchObject({
      code: 'VAGRANT_TOOLS_FAILED',
      details: { lastLines: ['E: Unable to locate package flex'] },
    });
    expect(await computer.machines()).toEqual([]);
  });

  it('of copying leaves no machine', async () => {
    const tar =
      '#!/bin/sh\necho "tar: job.tar: Cannot write: No space left on device" >&2\nexit 2\n';
    await computer.order({ guest: { ...INSTALLED, 'local/sbin/tar': tar } });
    await expect(buildIso(await unchanged('copy'))).rejects.toMatchObject({
      code: 'VAGRANT_COPY_FAILED',
      message: expect.stringContaining('No space left on device'),
    });
    expect(await computer.machines()).toEqual([]);
  });

  it('of destroying is said, with the ISO in its place; the next build begins with it', async () => {
    await computer.order({ refuse: { destroy: 'vboxmanage_error' } });
    const notes: string[] = [];
    const progress: Progress = { ...silentProgress, note: (line) => notes.push(line) };
    const asked = await unchanged('left');
    await buildIso({ ...asked, progress });
    expect(await offeredIso(asked.outputFolder)).toBeDefined();
    expect(notes).toEqual([expect.stringContaining('`vagrant destroy --force`')]);
    expect(await computer.machines()).toMatchObject([{ state: 'running' }]);
    await expect(buildIso(asked)).rejects.toMatchObject({ code: 'VAGRANT_MACHINE_LEFT' });
    await computer.order({});
    await buildIso(asked);
    expect(await computer.machines()).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  it.each([
    'Start the machine',
    'Copy what the build reads',
    'Install the tools',
    'Inspect the base',
    'Copy the ISO back',
  ])('at "%s" leaves no machine, and the earlier ISO', async (title) => {
    const asked = await unchanged('stopped');
    const earlier = await offeredIso(asked.outputFolder);
    if (title === 'Start the machine') await computer.order({ stall: 'up' });
    const controller = new AbortController();
    const stop = () => controller.abort();
    const progress: Progress = {
      ...silentProgress,
      step: (name) => ({
        ...silentProgress.step(name),
        update: ({ detail }) => {
          if (detail?.endsWith('Stalled')) stop();
        },
        ...(name === title && title !== 'Start the machine' ? (stop(), {}) : {}),
      }),
    };
    const build = buildIso({ ...asked, progress, signal: controller.signal });
    await expect(build).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await computer.machines()).toEqual([]);
    expect(await offeredIso(asked.outputFolder)).toBe(earlier);
    expect(await leftovers(asked.outputFolder)).toEqual([]);
  });

  it('while the machine is destroyed does not keep it', async () => {
    const asked = await unchanged('destroyed');
    const controller = new AbortController();
    const progress: Progress = {
      ...silentProgress,
      step: (name) => {
        if (name === 'Destroy the machine') controller.abort();
        return silentProgress.step(name);
      },
    };
    await buildIso({ ...asked, progress, signal: controller.signal }).catch(() => undefined);
    expect(await computer.machines()).toEqual([]);
  });
});

describe('a build that is killed', () => {
  it('leaves a machine that the next build destroys', async () => {
    const asked = await unchanged('killed');
    const stop = { atStage: 'Inspect the base', signal: 'SIGKILL' } as const;
    const build = startBuild({ request: asked, stop, env: computer.env });
    expect(await build.ended, build.printed()).toBe('SIGKILL');
    await build.gone();
    expect(await computer.machines()).toMatchObject([{ state: 'running' }]);
    await computer.calls();
    await buildIso(asked);
    expect((await computer.calls())[1]).toBe('destroy --force');
    expect(await computer.machines()).toEqual([]);
  });
});
