// icecc (Icecream): compilers run on the machines that a scheduler names. The compiler goes to them with
// the work, so it is this machine's wherever it runs.
import { join } from 'node:path';
import { IsoError, type Runner, type RunOptions } from '../../runtime/index.js';
import { type Launcher, launcherVersion } from './launcher.js';
import { writeProbe } from './probe.js';

/**
 * Set so that a worker compiles what was preprocessed here, with this machine's compiler. What the
 * user says of daemon and scheduler stays.
 */
const ENV = {
  ICECC_VERSION: undefined,
  ICECC_CC: undefined,
  ICECC_CXX: undefined,
  ICECC_REMOTE_CPP: '0',
  ICECC_REPEAT_RATE: '0',
};

export interface IceccOptions extends RunOptions {
  readonly run: Runner;
  /** The compiler that it is to stand before. */
  readonly compiler: string;
  /** A folder for the probe. */
  readonly folder: string;
}

/**
 * Rejects with `ICECC_WITHOUT_DAEMON` where icecc would compile everything here and say nothing, or as
 * `run` does.
 */
export async function iceccLauncher(options: IceccOptions): Promise<Launcher> {
  const { run, compiler, folder } = options;
  const version = await launcherVersion(run, 'icecc', options);
  const source = await writeProbe(folder);
  const { stderr } = await run(
    {
      file: 'icecc',
      args: [compiler, '-c', source, '-o', join(folder, 'icecc.o')],
      env: { ...ENV, ICECC_DEBUG: 'debug', ICECC_LOGFILE: undefined },
    },
    options,
  );
  if (!stderr.includes('no local daemon found')) return { program: 'icecc', version, env: ENV };
  throw new IsoError('ICECC_WITHOUT_DAEMON', 'icecc finds no daemon on this machine', {
    hint: 'Start iceccd here, with the name of the scheduler’s machine (--scheduler-host), or choose another "kernel.compiler.launcher".',
  });
}
