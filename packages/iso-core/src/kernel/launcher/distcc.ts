// distcc: what was preprocessed here is compiled on the machines of a list.
import { allSettled, IsoError, type RunOptions } from '../../runtime/index.js';
import { distccHosts, isRemote } from './distcc-hosts.js';
import { askWorkers, localCompiler, type Worker, type WorkersOptions } from './distcc-workers.js';
import { type Launcher, launcherVersion } from './launcher.js';

export interface DistccOptions extends WorkersOptions {
  /** Told of a host that takes no part, and why. */
  readonly onNote: (line: string) => void;
}

/**
 * distcc with the hosts that compile as this machine does. One that does not answer takes no part; what
 * a host cannot do during the build is done here. Rejects with `DISTCC_WITHOUT_HOSTS`,
 * `DISTCC_PUMP_MODE`, `DISTCC_WITHOUT_WORKERS`, `DISTCC_COMPILER_DIFFERS`, or as `run` does.
 */
export async function distccLauncher(options: DistccOptions): Promise<Launcher> {
  const { run, onNote } = options;
  const version = await launcherVersion(run, 'distcc', options);
  const shown = await run({ file: 'distcc', args: ['--show-hosts'] }, options);
  const hosts = distccHosts(shown.stdout);
  const [local, workers] = await allSettled([
    localCompiler(options),
    askWorkers(hosts.filter(isRemote), options),
  ]);
  const usable = usableHosts(workers, local);
  for (const worker of workers) {
    if ('problem' in worker) onNote(`distcc leaves out ${worker.host}: ${worker.problem}`);
  }
  const env = {
    DISTCC_HOSTS: hosts.filter((host) => !isRemote(host) || usable.has(host)).join(' '),
    DISTCC_FALLBACK: '1',
    // The kernel has the name that its compiler was called by: gcc, and not x86_64-linux-gnu-gcc.
    DISTCC_NO_REWRITE_CROSS: '1',
    // Set to whatever, it would leave failed what a worker cannot compile: `.incbin` names a file of here.
    DISTCC_SKIP_LOCAL_RETRY: undefined,
  };
  return { program: 'distcc', version, env, jobs: await slots(env, options) };
}

/** Those that compile with `local`. Throws when one compiles with another, or none at all. */
function usableHosts(workers: readonly Worker[], local: string): ReadonlySet<string> {
  const asked = workers.filter((worker) => 'compiler' in worker);
  const other = asked.find(({ compiler }) => compiler !== local);
  if (other !== undefined) {
    throw new IsoError(
      'DISTCC_COMPILER_DIFFERS',
      `${other.host} compiles with another compiler: expected ${local}, found ${other.compiler}`,
      {
        hint: 'Install the same compiler there, or take the host out of distcc’s list: two compilers make two kernels.',
        details: { host: other.host, expected: local, found: other.compiler },
      },
    );
  }
  if (asked.length > 0) return new Set(asked.map(({ host }) => host));
  const problems = workers.flatMap((worker) =>
    'problem' in worker ? [`${worker.host}: ${worker.problem}`] : [],
  );
  throw new IsoError(
    'DISTCC_WITHOUT_WORKERS',
    `None of distcc’s hosts compiles. ${problems[0] ?? ''}`,
    {
      hint: 'Is distccd up there, does it --allow this machine, and is its compiler among the links of /usr/lib/distcc?',
      details: { problems },
    },
  );
}

/** How many jobs distcc gives to all of the hosts at once. */
async function slots(
  env: Launcher['env'],
  { run, ...options }: RunOptions & Pick<DistccOptions, 'run'>,
): Promise<number> {
  const { stdout } = await run({ file: 'distcc', args: ['-j'], env }, options);
  return Math.max(1, Number.parseInt(stdout, 10) || 1);
}
