// Runs one make of a build: counts what it does, and makes a short error of a long log.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isIsoError, IsoError, writeAtomically, type Command } from '../../runtime/index.js';
import { ownFolder } from '../tree/object-tree.js';
import type { CompileOptions } from './compile-kernel.js';

export interface MakeProgress {
  /** Commands of kbuild that have begun. */
  readonly steps: number;
  /** How many there were when this tree was last built from nothing; undefined for a new tree. */
  readonly expected?: number;
  /** The file that the last of them makes. */
  readonly file: string;
}

const STEP = /^\s+([A-Z][A-Z0-9_]*)(?: \[M\])?\s+(\S.*)$/;
const ERROR = /(?:\berror:|\bError \d|undefined reference|ERROR: |No rule to make target|fatal:)/;
const MOST_LINES = 12;

/** Rejects with `COMPILE_FAILED` instead of `COMMAND_FAILED`. */
export async function runMake(
  { run, tree, signal, onProgress }: Pick<CompileOptions, 'run' | 'tree' | 'signal' | 'onProgress'>,
  command: Command,
): Promise<void> {
  const log: string[] = [];
  const errors: string[] = [];
  const record = join(ownFolder(tree), 'steps');
  const expected = Number(await readFile(record, 'utf8').catch(() => '')) || undefined;
  let steps = 0;
  const onLine = (line: string): void => {
    log.push(line);
    if (ERROR.test(line) && errors.length < MOST_LINES) errors.push(line);
    const file = STEP.exec(line)?.[2];
    if (file === undefined) return;
    steps += 1;
    onProgress?.({ steps, file, ...(expected === undefined ? {} : { expected }) });
  };
  const logFile = join(ownFolder(tree), 'make.log');
  try {
    await run(command, { onLine, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    if (!isIsoError(error, 'COMMAND_FAILED')) throw error;
    await writeAtomically(logFile, `${log.join('\n')}\n`);
    throw compileFailed(tree.sourceVersion, logFile, errors.length > 0 ? errors : log, error);
  }
  if (steps > (expected ?? 0)) await writeAtomically(record, String(steps));
}

function compileFailed(
  version: string,
  logFile: string,
  lines: readonly string[],
  cause: IsoError,
): IsoError {
  const full = lines.find((line) => /No space left on device/.test(line));
  return new IsoError(
    full === undefined ? 'COMPILE_FAILED' : 'DISK_FULL',
    full === undefined ? `Linux ${version} did not compile` : `The disk is full: ${full.trim()}`,
    {
      hint:
        full === undefined
          ? `Read the whole log: ${logFile}`
          : 'Free some space, or move the cache folder with NX_MINIKUBE_ISO_CACHE; the build goes on where it was.',
      cause,
      details: { logFile, lastLines: lines.slice(0, MOST_LINES) },
    },
  );
}
