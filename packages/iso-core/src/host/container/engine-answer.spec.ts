import { describe, expect, it } from 'vitest';
import { noAnswer, readAnswer, whyNoAnswer } from './engine-answer.js';

const DOCKER = {
  ServerVersion: '28.2.2',
  Name: 'desk',
  SecurityOptions: ['name=seccomp,profile=default'],
};
const PODMAN = {
  host: { hostname: 'desk', serviceIsRemote: false, security: { rootless: true } },
};

describe('readAnswer', () => {
  it('knows docker’s and podman’s, whatever the program is called', () => {
    const docker = { hostname: 'desk', isRootless: false };
    expect(readAnswer(JSON.stringify(DOCKER))).toEqual(docker);
    const podman = { hostname: 'desk', isRootless: true, isRemote: false };
    expect(readAnswer(JSON.stringify(PODMAN))).toEqual(podman);
  });

  it('knows a rootless docker', () => {
    const options = [...DOCKER.SecurityOptions, 'name=rootless'];
    const info = { ...DOCKER, SecurityOptions: options };
    expect(readAnswer(JSON.stringify(info))?.isRootless).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['what is no JSON', 'Emulate Docker CLI using podman.'],
    ['a client without an engine', JSON.stringify({ ServerVersion: '', Name: '' })],
    ['errors of old versions', JSON.stringify({ ServerErrors: ['No'] })],
  ])('takes %s for no answer', (_, stdout) => {
    expect(readAnswer(stdout)).toBeUndefined();
  });
});

describe('whyNoAnswer', () => {
  it('is in the engine’s words, wherever it says them', () => {
    expect(whyNoAnswer('{"ServerErrors":["Cannot connect"]}', 'WARNING: config\n')).toBe(
      'Cannot connect',
    );
    expect(whyNoAnswer('', 'WARNING: config\nCannot connect\n\n')).toBe('Cannot connect');
    expect(whyNoAnswer('', '')).toBe('it says nothing');
  });

  it('moves no cursor', () => {
    expect(whyNoAnswer('', '\x1b[2JCannot\tconnect\n')).toBe('Cannot connect');
  });
});

describe('noAnswer', () => {
  it('tells missing rights from an engine that does not run', () => {
    const denied =
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock';
    expect(noAnswer('docker', denied, 'linux')).toMatchObject({
      code: 'CONTAINER_ENGINE_FORBIDDEN',
      message: expect.stringContaining(denied),
      hint: expect.stringContaining('group docker'),
    });
    expect(noAnswer('docker', 'Cannot connect', 'linux')).toMatchObject({
      code: 'CONTAINER_ENGINE_STOPPED',
      message: 'docker does not answer: Cannot connect',
    });
  });

  it.each([
    ['docker', 'linux', 'sudo systemctl start docker'],
    ['docker', 'darwin', 'Docker Desktop, or: colima start'],
    ['podman', 'darwin', 'podman machine start'],
    ['podman', 'linux', 'podman info'],
  ] as const)('says what to start: %s on %s', (program, platform, hint) => {
    expect(noAnswer(program, 'no', platform).hint).toContain(hint);
  });
});
