import { describe, expect, it } from 'vitest';
import { IsoError, type Runner } from '../../runtime/index.js';
import { findEngine } from './find-engine.js';

const DESK = { platform: 'linux', hostname: 'desk' } as const;

interface Installed {
  readonly info?: unknown;
  readonly stderr?: string;
  readonly endpoint?: string;
  readonly hangs?: boolean;
}

const docker = (more: object = {}) => ({ ServerVersion: '28', Name: 'desk', ...more });
const podman = (host: object = {}) => {
  const security = { rootless: false };
  return { host: { hostname: 'desk', serviceIsRemote: false, security, ...host } };
};

/** A computer with these programs. */
function having(programs: Readonly<Record<string, Installed>>): Runner {
  return ({ file, args }) => {
    const program = programs[file];
    if (program === undefined) {
      return Promise.reject(new IsoError('COMMAND_NOT_FOUND', file, { hint: '' }));
    }
    const { info, stderr = '', endpoint = 'unix:///var/run/docker.sock', hangs = false } = program;
    if (hangs) return Promise.reject(new IsoError('TIMED_OUT', file, { hint: '' }));
    const stdout = args[0] === 'context' ? `${endpoint}\n` : JSON.stringify(info ?? '');
    return Promise.resolve({ exitCode: 0, stdout, stderr });
  };
}

describe('findEngine', () => {
  it('takes docker before podman', async () => {
    const run = having({ docker: { info: docker() }, podman: { info: podman() } });
    expect(await findEngine({}, run, DESK)).toEqual({
      program: 'docker',
      isRootless: false,
      isHere: true,
    });
  });

  it('takes the one that is wished for, and no other', async () => {
    const run = having({ docker: { info: docker() }, podman: { info: podman() } });
    expect((await findEngine({ engine: 'podman' }, run, DESK)).program).toBe('podman');
    const other = having({ docker: { info: docker() } });
    await expect(findEngine({ engine: 'podman' }, other, DESK)).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_NOT_FOUND',
      message: expect.stringContaining('expected podman on PATH'),
    });
  });

  it('takes podman where docker does not answer', async () => {
    const run = having({ docker: { stderr: 'Cannot connect' }, podman: { info: podman() } });
    expect((await findEngine({}, run, DESK)).program).toBe('podman');
  });

  it('remembers why an engine that is installed does not answer', async () => {
    await expect(findEngine({}, having({}), DESK)).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_NOT_FOUND',
      message: expect.stringContaining('expected docker or podman on PATH'),
    });
    const stopped = having({ docker: { stderr: 'Cannot connect' } });
    await expect(findEngine({}, stopped, DESK)).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_STOPPED',
    });
    const forbidden = having({ docker: { stderr: 'permission denied' } });
    await expect(findEngine({}, forbidden, DESK)).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_FORBIDDEN',
    });
  });

  it('does not wait for ever', async () => {
    await expect(findEngine({}, having({ docker: { hangs: true } }), DESK)).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_STOPPED',
      message: 'docker does not answer: nothing within 30 s',
    });
  });

  it.each([
    ['docker at this computer’s socket', { docker: { info: docker() } }, true],
    [
      'rootless docker',
      { docker: { info: docker(), endpoint: 'unix:///run/user/1/d.sock' } },
      true,
    ],
    ['docker over ssh', { docker: { info: docker(), endpoint: 'ssh://me@desk' } }, false],
    ['docker over TCP', { docker: { info: docker(), endpoint: 'tcp://127.0.0.1:2376' } }, false],
    [
      'docker in a virtual machine',
      { docker: { info: docker({ Name: 'docker-desktop' }) } },
      false,
    ],
    ['podman', { podman: { info: podman() } }, true],
    ['podman’s service', { podman: { info: podman({ serviceIsRemote: true }) } }, false],
    ['docker that is podman', { docker: { info: podman() } }, true],
  ] as const)('knows whether %s sees the files of this computer', async (_, programs, isHere) => {
    expect((await findEngine({}, having(programs), DESK)).isHere).toBe(isHere);
  });

  it('shows no container the files of a Mac', async () => {
    const computer = { platform: 'darwin', hostname: 'desk' } as const;
    const run = having({ docker: { info: docker() } });
    expect((await findEngine({}, run, computer)).isHere).toBe(false);
  });
});
