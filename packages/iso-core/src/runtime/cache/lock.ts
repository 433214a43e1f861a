// A lock between processes: a file that can be made only once, with its owner in it. It is given back
// in `finally`, and taken over when its owner is dead (at once on the same machine).
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { delay, throwIfCancelled } from '../cancel.js';
import { IsoError } from '../errors.js';
import { explainingWrites, systemCode } from '../files/file-errors.js';
import { removeAbandoned, temporaryName } from '../files/temporary.js';
import { type LockOwner, ownerLives, parseOwner, thisOwner } from './lock-owner.js';

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once, with the holder in words, when the lock is not free; it may be this same process. */
  readonly onWait?: (holder: string, isThisProcess: boolean) => void;
  /** After this silence an owner on another machine or in another container counts as dead. */
  readonly staleMilliseconds?: number;
}

const STALE_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 100;
const PUT_BACK_MILLISECONDS = 500;

/**
 * Runs `work` while this call alone, of all processes, holds the lock file `path`. The signal given to
 * `work` follows `options.signal`, and aborts with `LOCK_LOST` should the lock be taken away all the
 * same (its owner, seen from another machine, was silent for too long). Not re-entrant.
 * Rejects with `CANCELLED` while waiting, `NOT_WRITABLE`, `DISK_FULL`, or what `work` rejects with.
 */
export async function withLockFile<T>(
  path: string,
  work: (signal: AbortSignal) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const owner = thisOwner();
  const stale = options.staleMilliseconds ?? STALE_MILLISECONDS;
  await acquire(path, owner, stale, options);
  const lost = new AbortController();
  const heartbeat = setInterval(() => void beat(path, owner, lost), stale / 6);
  heartbeat.unref();
  const signals = options.signal === undefined ? [] : [options.signal];
  try {
    const result = await work(AbortSignal.any([...signals, lost.signal]));
    throwIfCancelled(lost.signal);
    return result;
  } finally {
    clearInterval(heartbeat);
    if ((await readOwner(path))?.token === owner.token) await rm(path, { force: true });
  }
}

async function acquire(
  path: string,
  owner: LockOwner,
  stale: number,
  { signal, onWait }: LockOptions,
): Promise<void> {
  await removeAbandoned(dirname(path));
  for (let waiting = false; ;) {
    throwIfCancelled(signal);
    if (await explainingWrites(path, () => tryMake(path, owner))) return;
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (!ownerLives(holder.owner, holder.silentMilliseconds, stale)) {
      await explainingWrites(path, () => removeDead(path, holder.owner));
      continue;
    }
    if (!waiting) onWait?.(describe(holder.owner), isSameProcess(owner, holder.owner));
    waiting = true;
    await delay(POLL_MILLISECONDS, signal);
  }
}

function isSameProcess(one: LockOwner, other: LockOwner | undefined): boolean {
  return one.place === other?.place && one.pid === other.pid && one.started === other.started;
}

/** Makes the lock file with its contents in one step, by a link to a finished file. */
async function tryMake(path: string, owner: LockOwner): Promise<boolean> {
  const draft = join(dirname(path), temporaryName(basename(path)));
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, JSON.stringify(owner));
    await linkOrWrite(draft, path, owner);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function linkOrWrite(draft: string, path: string, owner: LockOwner): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    // A file system without hard links (exFAT, shared folders of virtual machines).
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(systemCode(error) ?? ''))
      throw error;
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
  }
}

/**
 * Takes a dead owner's file away. Two processes may judge the same file dead, and the slower one would
 * then take the faster one's new lock: what was taken is looked at again, and put back if it lives.
 */
async function removeDead(path: string, dead: LockOwner | undefined): Promise<void> {
  const taken = join(dirname(path), temporaryName(basename(path)));
  try {
    await rename(path, taken);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if ((await readOwner(taken))?.token !== dead?.token) await link(taken, path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(taken, { force: true });
  }
}

async function beat(path: string, owner: LockOwner, lost: AbortController): Promise<void> {
  if ((await readOwner(path))?.token === owner.token) {
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return;
  }
  // It may be out of its place for a moment, see removeDead.
  await delay(PUT_BACK_MILLISECONDS);
  const holder = await readOwner(path);
  if (holder?.token === owner.token) return;
  lost.abort(
    new IsoError('LOCK_LOST', `The lock ${path} was taken over by ${describe(holder)}`, {
      hint: 'This process was suspended for long; run the same command again.',
    }),
  );
}

interface Holder {
  readonly owner: LockOwner | undefined;
  readonly silentMilliseconds: number;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    return { owner: await readOwner(path), silentMilliseconds: Date.now() - mtimeMs };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readOwner(path: string): Promise<LockOwner | undefined> {
  return parseOwner(await readFile(path, 'utf8').catch(() => ''));
}

function describe(owner: LockOwner | undefined): string {
  return owner === undefined ? 'an unknown process' : `process ${owner.pid}`;
}
