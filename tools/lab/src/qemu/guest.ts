// Guests that live for one purpose: to come up, or to run one script. None outlives its call.
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import {
  type Architecture,
  IsoError,
  type Runner,
  isIsoError,
  localRunner,
  withTemporaryFolder,
  writeAtomically,
} from 'iso-core';
import { type Machine, consoleOf, qemuCommand } from './machine.js';
import { scriptDisk } from './script-disk.js';
import { type Transcript, readTranscript } from './transcript.js';

interface GuestOptions {
  readonly architecture: Architecture;
  /** How long the guest may take in all. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly run?: Runner;
}

export interface BootIsoOptions extends GuestOptions {
  readonly iso: string;
  /** The guest has come up, and is ended, when a line of its console matches. */
  readonly until: RegExp;
}

export interface RunInGuestOptions extends GuestOptions {
  /** The ISO to boot through its own boot loader, or a kernel and an initrd. */
  readonly boot:
    | { readonly iso: string }
    | { readonly kernel: string; readonly initrd: string; readonly append?: string };
  /** A POSIX shell script; `echo "lab: name=value"` reports a fact. */
  readonly script: string;
}

/**
 * Boots an ISO through its own boot loader until its console says so, and returns what it printed.
 * Rejects with `GUEST_TIMED_OUT`, `GUEST_ENDED_EARLY`, `CANCELLED`, or `COMMAND_NOT_FOUND` without QEMU.
 */
export async function bootIso(options: BootIsoOptions): Promise<string> {
  const { architecture, iso, until } = options;
  let seen = false;
  const lines = await runMachine({ architecture, boot: { iso } }, options, (line) => {
    seen ||= until.test(line);
    return seen;
  });
  const { console } = readTranscript(lines);
  if (seen) return console;
  throw new IsoError('GUEST_ENDED_EARLY', `The guest ended before its console showed ${until}.`, {
    hint: 'Read what it printed, in the details of this error.',
    details: { iso, console: tail(console) },
  });
}

/**
 * Runs a script in a guest whose initrd has the lab's /init, and returns what it printed and reported.
 * Rejects with `GUEST_TIMED_OUT`, `CANCELLED`, or `COMMAND_NOT_FOUND` without QEMU.
 */
export async function runInGuest(options: RunInGuestOptions): Promise<Transcript> {
  const { architecture, boot, script } = options;
  return withTemporaryFolder(tmpdir(), async (folder) => {
    const disk = join(folder, 'script.img');
    await writeAtomically(disk, scriptDisk(script));
    const append = `console=${consoleOf(architecture)} loglevel=3 panic=-1`;
    const machine: Machine = {
      architecture,
      boot: 'iso' in boot ? boot : { append, ...boot },
      disks: [{ serial: 'lab-script', path: disk }],
    };
    return readTranscript(await runMachine(machine, options, () => false));
  });
}

/** Thrown to end the guest once enough was seen; never leaves this file. */
class Enough extends Error {}

/** Runs a machine until it ends or `enough` says so; returns its console's lines either way. */
async function runMachine(
  machine: Machine,
  { timeoutMs, signal, run = localRunner }: GuestOptions,
  enough: (line: string) => boolean,
): Promise<string[]> {
  const lines: string[] = [];
  const onLine = (line: string): void => {
    lines.push(line);
    if (enough(line)) throw new Enough();
  };
  try {
    await run(qemuCommand(machine), { timeoutMs, onLine, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof Enough) return lines;
    if (!isIsoError(error, 'TIMED_OUT')) throw error;
    const seconds = Math.round(timeoutMs / 1000);
    throw new IsoError('GUEST_TIMED_OUT', `The guest was not done after ${seconds} s.`, {
      hint: 'Read what it printed, in the details of this error; a busy machine may need longer.',
      cause: error,
      details: { machine, console: tail(readTranscript(lines).console) },
    });
  }
  return lines;
}

function tail(text: string): string {
  return text.slice(-4000);
}
