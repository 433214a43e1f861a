// What each host of distcc's list compiles with. distcc itself never asks, and another compiler gives
// another kernel.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  allSettled,
  cleanLine,
  isIsoError,
  type Runner,
  type RunOptions,
} from '../../runtime/index.js';
import { madeBy, probeArguments, writeProbe } from './probe.js';

/** A host, with what it compiles with or why it does not. */
export type Worker =
  | { readonly host: string; readonly compiler: string }
  | { readonly host: string; readonly problem: string };

export interface WorkersOptions extends RunOptions {
  readonly run: Runner;
  /** The compiler that is asked for. */
  readonly compiler: string;
  /** A folder for the probe. */
  readonly folder: string;
}

const ANSWER_SECONDS = 30;

/** What this machine compiles with. */
export async function localCompiler(options: WorkersOptions): Promise<string> {
  const { run, compiler, folder } = options;
  const object = join(folder, 'local.o');
  await run({ file: compiler, args: probeArguments(await writeProbe(folder), object) }, options);
  return madeBy(await readFile(object));
}

/** Has each of the hosts compile the probe, alone and with nobody to step in. */
export async function askWorkers(
  hosts: readonly string[],
  options: WorkersOptions,
): Promise<readonly Worker[]> {
  const source = await writeProbe(options.folder);
  return allSettled(
    hosts.map((host, index) =>
      askWorker(host, source, join(options.folder, `${index}.o`), options),
    ),
  );
}

async function askWorker(
  host: string,
  source: string,
  object: string,
  options: WorkersOptions,
): Promise<Worker> {
  const command = {
    file: 'distcc',
    args: [options.compiler, ...probeArguments(source, object)],
    env: {
      DISTCC_HOSTS: host,
      DISTCC_FALLBACK: '0',
      DISTCC_NO_REWRITE_CROSS: '1',
      DISTCC_SKIP_LOCAL_RETRY: '1',
      // A host that failed a moment ago is asked all the same.
      DISTCC_BACKOFF_PERIOD: '0',
      DISTCC_IO_TIMEOUT: `${ANSWER_SECONDS}`,
      DISTCC_VERBOSE: '0',
      DISTCC_LOG: undefined,
    },
  };
  try {
    await options.run(command, { ...options, timeoutMs: 2 * ANSWER_SECONDS * 1000 });
    return { host, compiler: madeBy(await readFile(object)) };
  } catch (error) {
    if (isIsoError(error, 'COMMAND_FAILED')) return { host, problem: reason(error.details) };
    if (isIsoError(error, 'TIMED_OUT')) return { host, problem: 'no answer' };
    throw error;
  }
}

/** distcc's first error: `distcc[17] ERROR: nonblocking connect to …`. */
function reason({ lastLines }: Readonly<Record<string, unknown>>): string {
  const lines = Array.isArray(lastLines) ? lastLines.map(String) : [];
  const [, first] = lines.flatMap((line) => /\bERROR: (.*)/.exec(line) ?? []);
  return cleanLine(first ?? lines.at(-1) ?? 'it says nothing', 200);
}
