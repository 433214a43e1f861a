// Runs a compiling make with its log on disk, its progress reported and its errors made short.
import { join } from 'node:path';
import { isIsoError, runLogged, type Runner } from '../../runtime/index.js';
import { makeCommand, type ObjectTree, ownFolder } from '../tree/index.js';
import { compileError, MakeOutput, type MakeProgress } from './make-output.js';

export interface CompileOptions {
  readonly run: Runner;
  readonly tree: ObjectTree;
  /** How many commands make runs at once. */
  readonly jobs: number;
  /** A folder that the results go to: the tree itself belongs to the next build. */
  readonly destination: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: MakeProgress) => void;
}

export interface MakeRun {
  /** What errors call it: `the kernel`. */
  readonly what: string;
  readonly targets: readonly string[];
  readonly variables?: readonly string[];
  /** The name of the log. */
  readonly log: string;
  /** How many objects there are to compile, where that is known. */
  readonly expected?: number;
}

/** Where the logs of a tree are. */
export function logPath(tree: ObjectTree, name: string): string {
  return join(ownFolder(tree), 'logs', `${name}.log`);
}

/** Makes targets. Rejects with `COMPILE_FAILED`, `DISK_FULL`, or what else `run` rejects with. */
export async function runMake(
  { run, tree, jobs, signal, onProgress = () => undefined }: CompileOptions,
  { what, targets, variables = [], log, expected }: MakeRun,
): Promise<void> {
  const path = logPath(tree, log);
  const output = new MakeOutput(onProgress, expected);
  try {
    await runLogged(makeCommand(tree, targets, { jobs, variables }), {
      run,
      log: path,
      ...(signal === undefined ? {} : { signal }),
      onLine: (line) => output.line(line),
    });
  } catch (error) {
    throw isIsoError(error, 'COMMAND_FAILED') ? compileError(what, output, path, error) : error;
  }
}
