// Ending a command with everything it started. Each command leads a process group of its own, so one
// signal reaches its children and grandchildren; on Linux those that left the group are found too.
import { readdirSync, readFileSync } from 'node:fs';
import { delay } from '../cancel.js';
import type { StopRequest } from '../run.js';

const POLITE: StopRequest = { signal: 'SIGTERM', milliseconds: 2_000 };
const POLL_MILLISECONDS = 20;
const GIVE_UP_MILLISECONDS = 10_000;

/**
 * Ends the tree under `leader`, which leads a process group: as `stop` asks, then by SIGKILL. Resolves
 * when none of it runs any more (or after 10 s with a process that cannot die, in the kernel's hands).
 */
export async function endProcessTree(leader: number, stop: StopRequest = POLITE): Promise<void> {
  const strays = descendants(leader);
  signalAll(leader, strays, stop.signal);
  if (await gone(leader, strays, stop.milliseconds)) return;
  const later = new Set([...strays, ...descendants(leader)]);
  signalAll(leader, later, 'SIGKILL');
  await gone(leader, later, GIVE_UP_MILLISECONDS);
}

async function gone(leader: number, strays: Set<number>, milliseconds: number): Promise<boolean> {
  for (let waited = 0; ; waited += POLL_MILLISECONDS) {
    if (!groupRuns(leader) && ![...strays].some(processRuns)) return true;
    if (waited >= milliseconds) return false;
    await delay(POLL_MILLISECONDS);
  }
}

function signalAll(leader: number, strays: Set<number>, signal: NodeJS.Signals): void {
  trySignal(process.platform === 'win32' ? leader : -leader, signal);
  for (const pid of strays) trySignal(pid, signal);
}

/** Sends `signal` (0 asks only) and says whether there was something to send it to. */
function trySignal(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, signal);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

interface ProcessFacts {
  readonly parent: number;
  readonly group: number;
  readonly dead: boolean;
  /** Clock ticks after boot: with the number, it names one process for as long as the machine runs. */
  readonly started: string;
}

/** A process's line in /proc (proc(5), `/proc/pid/stat`), or `undefined` if there is none. */
export function processFacts(pid: number): ProcessFacts | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold spaces and parentheses itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent = '', group = ''] = fields;
    return {
      parent: Number(parent),
      group: Number(group),
      dead: state === 'Z' || state === 'X',
      started: fields[19] ?? '',
    };
  } catch {
    return undefined;
  }
}

/** Whether a process runs. A zombie, which only waits to be collected, does not. */
export function processRuns(pid: number): boolean {
  if (process.platform === 'linux') return processFacts(pid)?.dead === false;
  return trySignal(pid, 0);
}

function groupRuns(leader: number): boolean {
  if (!trySignal(process.platform === 'win32' ? leader : -leader, 0)) return false;
  if (process.platform !== 'linux') return true;
  return allProcesses().some(([, facts]) => facts.group === leader && !facts.dead);
}

function descendants(ancestor: number): Set<number> {
  const found = new Set<number>();
  if (process.platform !== 'linux') return found;
  const all = allProcesses();
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [pid, { parent }] of all) {
      if (parent === ancestor || found.has(parent)) found.add(pid);
    }
  }
  return found;
}

function allProcesses(): [number, ProcessFacts][] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name): [number, ProcessFacts | undefined] => [Number(name), processFacts(Number(name))])
    .filter((entry): entry is [number, ProcessFacts] => entry[1] !== undefined);
}
