// One run of a machine: how it ended, and what its console showed. Nothing of it outlives the call.
import { isIsoError, localRunner, type Runner } from '../../runtime/index.js';
import { qemuCommand, type Machine } from './machine.js';
import { Screen, type ShownConsole } from './screen.js';
import { TimeLimit } from './time-limit.js';
import type { ConsoleWatcher, WatcherWish } from './watcher.js';

export type MachineEnd =
  /** Its watcher had seen enough. */
  | { readonly by: 'watcher' }
  /** The guest restarted or powered off. */
  | { readonly by: 'guest' }
  | { readonly by: 'timeout' }
  /** Somebody else killed QEMU. */
  | { readonly by: 'kill'; readonly signal: string }
  /** QEMU gave up: it could not start the machine, could not go on, or crashed. */
  | { readonly by: 'qemu'; readonly message: string };

export interface MachineRun extends ShownConsole {
  readonly end: MachineEnd;
}

export interface RunMachineOptions {
  /** How long the machine may run, unless its watcher allows more. */
  readonly timeoutMs: number;
  readonly watcher?: ConsoleWatcher;
  readonly signal?: AbortSignal;
  /** Default: the runner of this process. */
  readonly run?: Runner;
}

/** How long a line that goes on may pause. */
const STILL_MILLISECONDS = 1_000;

/** Only the last messages of QEMU's are read from the result. */
const KEPT_BYTES = 16 * 1024;

/**
 * Runs `machine` until it ends or its watcher says so; QEMU is gone by the time the promise settles.
 * What is kept of its console is bounded.
 * Errors: `CANCELLED`, `COMMAND_NOT_FOUND`, `COMMAND_NOT_STARTED`.
 */
export async function runMachine(
  machine: Machine,
  { timeoutMs, watcher = {}, signal, run = localRunner }: RunMachineOptions,
): Promise<MachineRun> {
  const screen = new Screen(watcher);
  const limit = new TimeLimit(timeoutMs);
  const enough = new AbortController();
  const grant = (wish: WatcherWish) => {
    if (wish === 'stop') enough.abort();
    else if (wish !== undefined) limit.allow(wish.allowMs);
  };
  let stillness: NodeJS.Timeout | undefined;
  const onOutput = (piece: Uint8Array, from: 'stdout' | 'stderr') => {
    if (from === 'stderr') return grant(screen.tell(piece));
    clearTimeout(stillness);
    grant(screen.show(piece));
    stillness = setTimeout(() => grant(screen.standStill()), STILL_MILLISECONDS);
  };
  try {
    const { stderr } = await run(qemuCommand(machine), {
      onOutput,
      keptBytes: KEPT_BYTES,
      signal: AbortSignal.any([limit.signal, enough.signal, ...(signal ? [signal] : [])]),
    });
    return { end: endOfSuccess(stderr), ...shown(screen) };
  } catch (error) {
    if (signal?.aborted !== true) {
      if (enough.signal.aborted) return { end: endOfEnough(screen.fault), ...shown(screen) };
      if (limit.isOver) return { end: { by: 'timeout' }, ...shown(screen) };
    }
    if (!isIsoError(error, 'COMMAND_FAILED')) throw error;
    const { lastMessage, ...console } = screen.close();
    return { end: endOfFailure(error.details, lastMessage), ...console };
  } finally {
    limit.clear();
    clearTimeout(stillness);
  }
}

function shown(screen: Screen): ShownConsole {
  const { lastMessage: _, ...console } = screen.close();
  return console;
}

function endOfEnough(fault: string | undefined): MachineEnd {
  return fault === undefined ? { by: 'watcher' } : { by: 'qemu', message: fault };
}

/** QEMU ends well when it is asked to by a signal. */
const ASKED_TO_END = /terminating on signal (\d+)/;
const SIGNAL_NAMES: Readonly<Record<string, string>> = { 1: 'SIGHUP', 2: 'SIGINT', 15: 'SIGTERM' };

function endOfSuccess(stderr: string): MachineEnd {
  const number = ASKED_TO_END.exec(stderr)?.[1];
  if (number === undefined) return { by: 'guest' };
  return { by: 'kill', signal: SIGNAL_NAMES[number] ?? `signal ${number}` };
}

/** Signals that a program which crashes gets from the system. */
const CRASHES = new Set(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGTRAP']);

function endOfFailure(
  { signal, exitCode }: Readonly<Record<string, unknown>>,
  lastMessage: string | undefined,
): MachineEnd {
  if (typeof signal !== 'string') {
    return { by: 'qemu', message: lastMessage ?? `exit code ${String(exitCode)}` };
  }
  return CRASHES.has(signal)
    ? { by: 'qemu', message: `it crashed with ${signal}` }
    : { by: 'kill', signal };
}
