// Machines that run distccd: each a network namespace with an address of its own, which only this machine
// reaches.
import { localRunner } from 'iso-core';
import { startFamily } from './family.js';
import { until } from './until.js';
import { WORKSPACE } from './workspace.js';

export interface DistccWorker {
  /** As distcc's list of hosts names it. */
  readonly host: string;
  /** The paths of what it has compiled so far, but for what builds ask it at their beginning. */
  readonly compiled: () => readonly string[];
  /** Ends it at once, with what it is compiling. */
  readonly kill: () => Promise<void>;
}

export interface DistccWorkerOptions {
  /** Where its commands are looked for. Default: where this process's are. */
  readonly path?: string;
}

/** Starts a worker that takes two jobs at once; removed by `dispose`. Takes root. */
export async function distccWorker({ path }: DistccWorkerOptions = {}): Promise<
  DistccWorker & { readonly dispose: () => Promise<void> }
> {
  const { name, here, there } = nextNetwork();
  await ip('netns', 'add', name);
  await ip(...['link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
  await ip('address', 'add', `${here}/31`, 'dev', name);
  await ip('link', 'set', name, 'up');
  await ip('-netns', name, 'address', 'add', `${there}/31`, 'dev', 'eth0');
  await ip('-netns', name, 'link', 'set', 'eth0', 'up');
  const args = [
    '--daemon',
    '--no-detach',
    '--log-stderr',
    '--log-level=info',
    '--jobs=2',
    '--nice=0',
  ];
  const daemon = startFamily({
    file: 'ip',
    args: ['netns', 'exec', name, 'distccd', ...args, `--listen=${there}`, `--allow=${here}`],
    cwd: WORKSPACE,
    env: { ...(path === undefined ? {} : { DISTCCD_PATH: path }) },
  });
  await until(
    () => daemon.printed().includes('daemon started'),
    () => `distccd: ${daemon.printed()}`,
  );
  const kill = async () => {
    daemon.signalGroup('SIGKILL');
    await daemon.gone();
  };
  let isUp = true;
  return {
    host: `${there}/2`,
    compiled: () =>
      [...daemon.printed().matchAll(COMPILED)]
        .map(([, file = '']) => file)
        .filter((file) => !file.endsWith('/probe.c')),
    kill: async () => {
      isUp = false;
      await kill();
    },
    dispose: async () => {
      if (isUp) await kill();
      // The pair of links goes with it.
      await ip('netns', 'delete', name);
    },
  };
}

/** The end of a job that went well; the last word is the source. */
const COMPILED = /\(dcc_job_summary\) .* COMPILE_OK .* (\S+)$/gm;

let networks = 0;

/** A name, and two addresses of the range for benchmarks (RFC 2544), of this process alone. */
function nextNetwork() {
  networks += 1;
  const first = 2 * ((process.pid % 4096) * 16 + networks);
  const address = (number: number) =>
    ['198', 18 + (number >> 16), (number >> 8) & 255, number & 255].join('.');
  return { name: `e2e${process.pid}n${networks}`, here: address(first), there: address(first + 1) };
}

async function ip(...args: readonly string[]): Promise<void> {
  await localRunner({ file: 'ip', args });
}
