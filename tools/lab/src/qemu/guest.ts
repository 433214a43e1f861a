// A guest that lives for one script. It does not outlive its call.
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import {
  type Architecture,
  type Machine,
  type MachineRun,
  IsoError,
  type Runner,
  consoleOf,
  findArm64Firmware,
  localRunner,
  runMachine,
  withTemporaryFolder,
  writeAtomically,
} from 'iso-core';
import { scriptDisk } from './script-disk.js';
import { type Transcript, readTranscript } from './transcript.js';

export interface RunInGuestOptions {
  readonly architecture: Architecture;
  /** The ISO to boot through its own boot loader, or a kernel and an initrd. */
  readonly boot:
    | { readonly iso: string }
    | { readonly kernel: string; readonly initrd: string; readonly append?: string };
  /** A POSIX shell script; `echo "lab: name=value"` reports a fact. */
  readonly script: string;
  /** How long the guest may take in all. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly run?: Runner;
}

/** Enough for a lab initrd, unpacked, and its page cache. */
const MEMORY_MIB = 256;

/** How the guest's /init knows the disk with the script. */
const SCRIPT_SERIAL = 'lab-script';

/**
 * Runs a script in a guest whose initrd has the lab's /init, and returns what it printed and reported.
 * Always in emulation: a /dev/kvm may be there and hang.
 * Rejects with `GUEST_TIMED_OUT`, `GUEST_LOST`, `CANCELLED`, or `COMMAND_NOT_FOUND` without QEMU.
 */
export async function runInGuest(options: RunInGuestOptions): Promise<Transcript> {
  const { architecture, script, timeoutMs, signal, run = localRunner } = options;
  return withTemporaryFolder(tmpdir(), async (folder) => {
    const disk = join(folder, 'script.img');
    await writeAtomically(disk, scriptDisk(script));
    const machine: Machine = {
      architecture,
      accelerator: 'tcg',
      memoryMiB: MEMORY_MIB,
      processors: 2,
      boot: await machineBoot(options, run),
      disks: [{ serial: SCRIPT_SERIAL, path: disk }],
    };
    const lines: string[] = [];
    const { end } = await runMachine(machine, {
      timeoutMs,
      watcher: { line: ({ text }) => void lines.push(text) },
      run,
      ...(signal === undefined ? {} : { signal }),
    });
    const transcript = readTranscript(lines);
    if (end.by !== 'guest') throw guestFailed(end, timeoutMs, transcript);
    return transcript;
  });
}

async function machineBoot(
  { architecture, boot }: RunInGuestOptions,
  run: Runner,
): Promise<Machine['boot']> {
  if ('kernel' in boot) {
    const { append, ...files } = boot;
    const console = `console=${consoleOf(architecture)} loglevel=3 panic=-1`;
    return { ...files, commandLine: append ?? console };
  }
  const firmware = architecture === 'arm64' ? await findArm64Firmware(run) : undefined;
  return firmware === undefined ? boot : { ...boot, firmware };
}

function guestFailed(end: MachineRun['end'], timeoutMs: number, { console }: Transcript): IsoError {
  const options = {
    hint: 'Read what it printed, in the details of this error; a busy machine may need longer.',
    details: { end, console: console.slice(-4000) },
  };
  if (end.by !== 'timeout') {
    return new IsoError('GUEST_LOST', 'The guest was lost, by no doing of its own.', options);
  }
  const seconds = Math.round(timeoutMs / 1000);
  return new IsoError('GUEST_TIMED_OUT', `The guest was not done after ${seconds} s.`, options);
}
