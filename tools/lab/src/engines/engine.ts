// Real engines for a while, docker's daemon and podman's storage, each in a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { localRunner } from 'iso-core';

export type Program = 'docker' | 'podman';

export interface Engine {
  readonly program: Program;
  /** What its program needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The same for a program that takes the engine for one on another computer. */
  readonly remoteEnv: Readonly<Record<string, string>>;
  /** Runs its program. Resolves with the lines that it prints. */
  readonly call: (...args: string[]) => Promise<readonly string[]>;
  readonly dispose: () => Promise<void>;
}

const START: Readonly<Record<Program, (folder: string) => Promise<Engine>>> = {
  docker: startDocker,
  podman: startPodman,
};

/** Starts an engine that keeps all that is its own in `folder`. */
export async function startEngine(program: Program, folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true });
  return START[program](folder);
}

async function startDocker(folder: string): Promise<Engine> {
  const socket = `unix://${join(folder, 'docker.sock')}`;
  const remote = `tcp://127.0.0.1:${await freePort()}`;
  const daemon = await startDaemon('dockerd', [
    ...['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver=overlay2'],
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['--pidfile', join(folder, 'pid'), '--host', socket, '--host', remote],
  ]);
  const env = { DOCKER_HOST: socket };
  await daemon.untilReady(() => call('docker', env)('version'));
  return {
    program: 'docker',
    env,
    remoteEnv: { DOCKER_HOST: remote },
    call: call('docker', env),
    dispose: async () => {
      await daemon.end();
      // The daemon leaves its own network mounted.
      const network = join(folder, 'exec/netns/default');
      await localRunner({ file: 'umount', args: [network], okExitCodes: [0, 1, 32] });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startPodman(folder: string): Promise<Engine> {
  const env = await podmanEnvironment(folder);
  const remoteEnv = { ...env, CONTAINER_HOST: `unix://${join(folder, 'podman.sock')}` };
  const service = ['system', 'service', '--time', '0', remoteEnv.CONTAINER_HOST];
  const daemon = await startDaemon('podman', service, env);
  await daemon.untilReady(() => call('podman', remoteEnv)('version'));
  return {
    program: 'podman',
    env,
    remoteEnv,
    call: call('podman', env),
    dispose: async () => {
      await daemon.end();
      // Its storage is mounted, and is gone only when podman says so.
      await call('podman', env)('system', 'reset', '--force');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The environment in which podman keeps all that is its own in `data`; its settings are in `folder`. */
export async function podmanEnvironment(folder: string, data = folder) {
  const [containers, storage] = [join(folder, 'containers.conf'), join(folder, 'storage.conf')];
  await writeFile(containers, CONTAINERS_CONF);
  await writeFile(storage, storageConf(data));
  return { CONTAINERS_CONF: containers, CONTAINERS_STORAGE_CONF: storage };
}

const CONTAINERS_CONF = `[containers]
default_ulimits = ["nofile=16384:16384", "nproc=32768:32768"]
[engine]
cgroup_manager = "cgroupfs"
runtime = "runc"
`;

const storageConf = (folder: string) => `[storage]
driver = "overlay"
graphroot = "${join(folder, 'data')}"
runroot = "${join(folder, 'run')}"
`;

function call(program: Program, env: Record<string, string>) {
  return async (...args: string[]): Promise<readonly string[]> => {
    const { stdout } = await localRunner({ file: program, args, env });
    return stdout.split('\n').filter((line) => line !== '');
  };
}

/** A program that serves until it is ended; what it says is shown when it ends by itself. */
async function startDaemon(file: string, args: readonly string[], env = {}) {
  const daemon = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`));
  await once(daemon, 'spawn');
  const ended = once(daemon, 'exit');
  return {
    untilReady: async (ask: () => Promise<unknown>) => {
      let isReady = false;
      while (!isReady) {
        if (daemon.exitCode !== null) throw new Error(`${file} did not start:\n${said}`);
        isReady = await ask().then(
          () => true,
          () => false,
        );
      }
    },
    end: async () => {
      daemon.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
