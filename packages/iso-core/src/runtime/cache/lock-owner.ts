// Who holds a lock, and whether that process still lives: on the same machine a process number and
// its start time tell for certain, at once after a kill -9; elsewhere only the lock's heartbeat does.
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sha256 } from '../digest/digest.js';
import { processFacts, processRuns } from '../process/process-tree.js';

export interface LockOwner {
  /** Tells one holding of a lock from every other. */
  readonly token: string;
  /** Machine, its boot, and its process namespace: where process numbers mean the same. */
  readonly place: string;
  readonly pid: number;
  /** The process's start time on Linux, else empty. */
  readonly started: string;
}

/** This process as the owner of one more lock. */
export function thisOwner(): LockOwner {
  return {
    token: randomBytes(12).toString('hex'),
    place: thisPlace(),
    pid: process.pid,
    started: processFacts(process.pid)?.started ?? '',
  };
}

/** What `ownerOfTag` reads back: this process as a part of a file name, of letters, digits and `-`. */
export function ownerTag(): string {
  const { pid, started } = thisOwner();
  const digits = [pid, Number(started)].map((number) => number.toString(36));
  return [placeTag(), ...digits].join('-');
}

/** The owner that a tag names; its place is empty when that is not the place of this process. */
export function ownerOfTag(tag: string): LockOwner | undefined {
  const parts = /^([0-9a-f]{8})-([0-9a-z]{1,12})-([0-9a-z]{1,12})$/.exec(tag);
  if (parts === null) return undefined;
  const [, place, pid = '', started = ''] = parts;
  return {
    token: '',
    place: place === placeTag() ? thisPlace() : '',
    pid: Number.parseInt(pid, 36),
    started: started === '0' ? '' : String(Number.parseInt(started, 36)),
  };
}

/** Parses what a lock file holds; `undefined` for anything else, such as a file cut short. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { token, place, pid, started } = value as Partial<Record<keyof LockOwner, unknown>>;
    if (typeof token !== 'string' || typeof place !== 'string') return undefined;
    if (typeof pid !== 'number' || typeof started !== 'string') return undefined;
    return { token, place, pid, started };
  } catch {
    return undefined;
  }
}

/**
 * Whether the owner lives. `silentMilliseconds` is the time since its last heartbeat, which counts
 * only where its process cannot be seen: another machine or container on the same cache folder.
 */
export function ownerLives(
  owner: LockOwner | undefined,
  silentMilliseconds: number,
  staleMilliseconds: number,
): boolean {
  if (owner === undefined || owner.place !== thisPlace()) {
    return silentMilliseconds < staleMilliseconds;
  }
  if (!processRuns(owner.pid)) return false;
  if (owner.started !== '') return processFacts(owner.pid)?.started === owner.started;
  return silentMilliseconds < staleMilliseconds;
}

function placeTag(): string {
  return sha256(thisPlace()).slice(0, 8);
}

let place: string | undefined;

function thisPlace(): string {
  place ??= [
    hostname(),
    attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    attempt(() => readlinkSync('/proc/self/ns/pid')),
  ].join(' ');
  return place;
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
