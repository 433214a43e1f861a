// Runs commands on this machine, each with its whole process tree under control.
import { stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { Options } from 'execa';
import { cancellation, delay, throwIfCancelled } from '../cancel.js';
import type { IsoError } from '../errors.js';
import type { Command, CommandResult, Runner, RunOptions } from '../run.js';
import { LineSplitter, OutputTail } from './output.js';
import { commandFailed, commandNotFound, commandTimedOut, notStarted } from './command-errors.js';
import { endProcessTree } from './process-tree.js';
import { watchCommand, type WatchedCommand } from './watchdog.js';

const KEPT_BYTES = 64 * 1024 * 1024;
const STOP_REQUEST_MILLISECONDS = 100;

/**
 * Runs a command in a process group of its own, with LC_ALL=C and an empty standard input unless one
 * is given; the last 64 MiB of each output are kept, or as many bytes as are asked for. When the signal
 * aborts or the time is over, nothing of the command's process tree runs any more by the time the
 * promise rejects; should this process be killed, the tree is killed too (on Linux with those that left
 * the process group). A background process that keeps the output open keeps the command waiting, as in a
 * shell's pipe.
 *
 * Rejects with `COMMAND_FAILED`, `COMMAND_NOT_FOUND`, `COMMAND_NOT_STARTED`, `TIMED_OUT`, `CANCELLED`,
 * or with what `onLine` or `onOutput` threw.
 */
export const localRunner: Runner = async (command, options = {}) => {
  throwIfCancelled(options.signal);
  const { execa } = await import('execa');
  const watched = watchCommand();
  try {
    const run = execa(command.file, [...command.args], execaOptions(command, watched));
    const { pid } = run;
    if (pid === undefined) throw await startError(command, (await run).cause);
    watched.started(pid);
    if (command.holdsInput === true) holdInput(run.stdin, command.input);
    const ending = new Ending(pid, command, options);
    try {
      return await outcome(run, { command, options, ending });
    } finally {
      ending.disarm();
    }
  } finally {
    watched.ended();
  }
};

interface Running extends PromiseLike<{ exitCode?: number; signal?: string }> {
  readonly stdout: Readable;
  readonly stderr: Readable;
}

interface Circumstances {
  readonly command: Command;
  readonly options: RunOptions;
  readonly ending: Ending;
}

async function outcome(
  run: Running,
  { command, options, ending }: Circumstances,
): Promise<CommandResult> {
  const stdout = new OutputTail(options.keptBytes ?? KEPT_BYTES);
  const stderr = new OutputTail(options.keptBytes ?? KEPT_BYTES);
  collect(run.stdout, 'stdout', { tail: stdout, options, ending });
  collect(run.stderr, 'stderr', { tail: stderr, options, ending });
  const { exitCode, signal } = await run;
  await ending.settled();
  const result = { exitCode: exitCode ?? -1, stdout: stdout.text(), stderr: stderr.text() };
  if (signal === undefined && (command.okExitCodes ?? [0]).includes(result.exitCode)) return result;
  await stopRequest(options.signal);
  throw commandFailed(command, result, signal);
}

/**
 * Rejects when the work turns out to be cancelled. Whoever ends a whole process tree, as Nx does, may
 * reach the command first: then it did not fail.
 */
async function stopRequest(signal: AbortSignal | undefined): Promise<void> {
  if (signal !== undefined) await delay(STOP_REQUEST_MILLISECONDS, signal);
}

function execaOptions(command: Command, watched: WatchedCommand) {
  const env = { ...process.env, LC_ALL: 'C', ...command.env, ...watched.env };
  return {
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...inputOptions(command),
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    extendEnv: false,
    buffer: false,
    reject: false,
    cleanup: false,
    windowsHide: true,
    detached: process.platform !== 'win32',
  } satisfies Options;
}

function inputOptions({ input, holdsInput }: Command) {
  if (holdsInput === true) return { stdin: 'pipe' } as const;
  return input === undefined ? ({ stdin: 'ignore' } as const) : { input };
}

/** Writes `input` and leaves the pipe open: its other end sees the death of this process. */
function holdInput(pipe: Writable | null, input: string | Uint8Array = ''): void {
  // A command that does not read is no error; its exit code tells how it went.
  pipe?.on('error', () => undefined);
  pipe?.write(input);
}

async function startError(command: Command, cause: unknown): Promise<IsoError> {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const cwd = command.cwd;
  const folder = cwd === undefined ? undefined : await stat(cwd).catch(() => undefined);
  if (cwd !== undefined && folder?.isDirectory() !== true) return notStarted(command, cause, cwd);
  return code === 'ENOENT' || code === 'EACCES'
    ? commandNotFound(command, cause)
    : notStarted(command, cause);
}

interface Readable {
  on(event: 'data', listener: (piece: Uint8Array) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

function collect(
  stream: Readable,
  from: 'stdout' | 'stderr',
  { tail, options, ending }: { tail: OutputTail; options: RunOptions; ending: Ending },
): void {
  stream.on('data', (piece) => tail.push(piece));
  const { onLine, onOutput } = options;
  if (onOutput !== undefined) {
    stream.on('data', (piece) => ending.guard(() => onOutput(piece, from)));
  }
  if (onLine === undefined) return;
  const lines = new LineSplitter(onLine);
  stream.on('data', (piece) => ending.guard(() => lines.push(piece)));
  stream.on('end', () => ending.guard(() => lines.end()));
}

/** Why and when a running command is ended from here; the first reason is the one that is reported. */
class Ending {
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onAbort: () => void;
  #reason: { readonly error: unknown; readonly ended: Promise<void> } | undefined;

  constructor(
    private readonly pid: number,
    private readonly command: Command,
    private readonly options: RunOptions,
  ) {
    const { signal, timeoutMs } = options;
    this.#onAbort = () => {
      if (signal !== undefined) this.#end(cancellation(signal));
    };
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) this.#onAbort();
    if (timeoutMs !== undefined) {
      this.#timer = setTimeout(() => this.#end(commandTimedOut(command, timeoutMs)), timeoutMs);
    }
  }

  /** Runs a callback of the caller's; if it throws, the command is ended and the error reported. */
  guard(callback: () => void): void {
    if (this.#reason !== undefined) return;
    try {
      callback();
    } catch (error) {
      this.#end(error);
    }
  }

  /** Throws the reason, once the tree is gone, if the command was ended from here. */
  async settled(): Promise<void> {
    this.disarm();
    if (this.#reason === undefined) return;
    await this.#reason.ended;
    throw this.#reason.error;
  }

  disarm(): void {
    clearTimeout(this.#timer);
    this.options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #end(error: unknown): void {
    this.#reason ??= { error, ended: endProcessTree(this.pid, this.command.stop) };
  }
}
