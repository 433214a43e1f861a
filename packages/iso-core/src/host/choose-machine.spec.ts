// Where a build runs: what is wished for, or what this computer has the means for.
import { describe, expect, it } from 'vitest';
import { IsoError, silentProgress, type Command, type Runner } from '../runtime/index.js';
import type { HostKind } from '../spec/index.js';
import { chooseMachine } from './choose-machine.js';
import { localHost } from './local.js';

const NEEDS = [{ tool: 'flex', because: 'every kernel' }];

const PODMAN = {
  host: { hostname: 'here', serviceIsRemote: false, security: { rootless: true } },
};

/** A computer that has these programs, each of which answers whatever it is asked. */
const computerWith = (...programs: string[]): Runner => {
  return ({ file, args }: Command) => {
    if (!programs.includes(file)) {
      throw new IsoError('COMMAND_NOT_FOUND', `${file} was not found`, { hint: '' });
    }
    return Promise.resolve({ exitCode: 0, stdout: answerOf(file, args), stderr: '' });
  };
};

function answerOf(file: string, args: readonly string[]): string {
  if (file === 'vagrant') return 'Vagrant 2.4.1\n';
  if (file === 'podman' && args.includes('info')) return JSON.stringify(PODMAN);
  if (args.includes('--version')) return `${file} 1.0\n`;
  return '{}\n';
}

async function choose(host: HostKind, platform: NodeJS.Platform, ...programs: string[]) {
  const notes: string[] = [];
  const run = computerWith(...programs);
  const machine = await chooseMachine(
    {
      wish: { host, container: {}, vagrant: { keepMachine: false } },
      local: localHost({ run }),
      needs: NEEDS,
      platform,
    },
    {
      run,
      progress: { ...silentProgress, note: (line) => notes.push(line) },
      signal: new AbortController().signal,
    },
  );
  return { kind: machine?.kind ?? 'local', notes };
}

describe('auto', () => {
  it('stays on a Linux computer that has the tools', async () => {
    await expect(choose('auto', 'linux', 'flex', 'docker')).resolves.toEqual({
      kind: 'local',
      notes: [],
    });
  });

  it('builds in a container on a Linux computer that lacks tools, and says why', async () => {
    await expect(choose('auto', 'linux', 'podman')).resolves.toEqual({
      kind: 'container',
      notes: ['Building in a podman container: this machine lacks flex'],
    });
  });

  it('builds in a container on a Mac with an engine, whatever tools it has', async () => {
    await expect(choose('auto', 'darwin', 'flex', 'podman', 'vagrant')).resolves.toEqual({
      kind: 'container',
      notes: ['Building in a podman container: kernels are built on Linux'],
    });
  });

  it('builds in a virtual machine on a Mac without an engine', async () => {
    await expect(choose('auto', 'darwin', 'vagrant')).resolves.toEqual({
      kind: 'vagrant',
      notes: ['Building in a Vagrant machine: no container engine answers'],
    });
  });

  it('says of an engine that does not answer how to start it', async () => {
    const { kind, notes } = await choose('auto', 'linux', 'docker');
    expect(kind).toBe('local');
    expect(notes).toEqual([expect.stringMatching(/^docker does not answer: .*systemctl start/)]);
  });

  it('stays on a Linux computer that has no tools and no engine: the build says what is missing', async () => {
    await expect(choose('auto', 'linux')).resolves.toMatchObject({ kind: 'local' });
  });

  it('finds nothing on a Mac without an engine and without Vagrant, and says what to start', async () => {
    await expect(choose('auto', 'darwin')).rejects.toMatchObject({
      code: 'BUILD_HOST_NOT_FOUND',
      hint: expect.stringContaining('Docker Desktop'),
    });
  });

  it('speaks of WSL on Windows', async () => {
    await expect(choose('auto', 'win32')).rejects.toMatchObject({
      code: 'BUILD_HOST_NOT_FOUND',
      hint: expect.stringContaining('WSL'),
    });
  });
});

describe('a host that is named', () => {
  it('is this computer, whatever it lacks', async () => {
    await expect(choose('local', 'linux')).resolves.toMatchObject({ kind: 'local' });
  });

  it('is an error where it is not there', async () => {
    await expect(choose('container', 'linux')).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_NOT_FOUND',
    });
    await expect(choose('vagrant', 'linux')).rejects.toMatchObject({ code: 'VAGRANT_NOT_FOUND' });
  });

  it('is none of Windows, whose paths a Linux does not have', async () => {
    await expect(choose('container', 'win32', 'docker')).rejects.toMatchObject({
      code: 'BUILD_HOST_NOT_FOUND',
      hint: expect.stringContaining('WSL'),
    });
  });
});
