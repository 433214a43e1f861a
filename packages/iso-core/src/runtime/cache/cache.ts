// The cache folder: locks between processes, and folders whose name says what went into them.
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { throwIfCancelled } from '../cancel.js';
import { sha256 } from '../digest/digest.js';
import { explainingWrites, systemCode } from '../files/file-errors.js';
import { type LockOptions, withLockFile } from './lock.js';
import { assertSafeName, cacheFolder } from './location.js';

export interface StageOptions extends LockOptions {
  /** Gives `produce` the folder as a killed or failed run left it, instead of an empty one. */
  readonly resume?: boolean;
}

export interface Staged {
  /** The finished folder. It belongs to all runs: read it, never write to it. */
  readonly folder: string;
  /** Whether it was there already. */
  readonly cached: boolean;
}

export interface Cache {
  /** Absolute. Made when something is first written. */
  readonly folder: string;
  /** A path in the cache folder; throws a TypeError on one that leads out of it. */
  path(...segments: string[]): string;
  /** Runs `work` while holding the lock `name` against all processes; see `withLockFile`. */
  withLock<T>(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    options?: LockOptions,
  ): Promise<T>;
  /**
   * The folder `<kind>/<key>`, made by `produce` if it is not there. `key` must name everything that
   * goes in. The folder appears whole or not at all; of two processes that want it one makes it and
   * the other waits for it. Rejects with `DISK_FULL`, `NOT_WRITABLE`, `CANCELLED` or what `produce`
   * rejects with; then nothing of that name exists.
   */
  stage(
    kind: string,
    key: string,
    produce: (folder: string, signal: AbortSignal) => Promise<void>,
    options?: StageOptions,
  ): Promise<Staged>;
  /** Removes the folder `<kind>/<key>`, if it is there, while nobody makes it. */
  discard(kind: string, key: string, options?: LockOptions): Promise<void>;
}

export interface CacheOptions {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Opens the cache folder given, or that of the environment (see `cacheFolder`). Touches no disk. */
export function openCache(options: CacheOptions = {}): Cache {
  return new FolderCache(resolve(options.folder ?? cacheFolder(options.env)));
}

class FolderCache implements Cache {
  constructor(readonly folder: string) {}

  path(...segments: string[]): string {
    const path = resolve(this.folder, ...segments);
    if (path === this.folder || path.startsWith(this.folder + sep)) return path;
    throw new TypeError(`Not in the cache folder: ${segments.join(sep)}`);
  }

  withLock<T>(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    options: LockOptions = {},
  ): Promise<T> {
    assertSafeName(name);
    return withLockFile(this.path('locks', `${name}.lock`), work, options);
  }

  async stage(
    kind: string,
    key: string,
    produce: (folder: string, signal: AbortSignal) => Promise<void>,
    options: StageOptions = {},
  ): Promise<Staged> {
    assertSafeName(kind);
    assertSafeName(key);
    const folder = this.path(kind, key);
    throwIfCancelled(options.signal);
    if (await isFolder(folder)) return { folder, cached: true };
    const partial = this.path(kind, `.${key}.partial`);
    return this.withLock(
      lockName(kind, key),
      async (signal) => {
        if (await isFolder(folder)) return { folder, cached: true };
        await explainingWrites(folder, async () => {
          if (options.resume !== true) await rm(partial, { recursive: true, force: true });
          await mkdir(partial, { recursive: true });
          await fill(partial, options.resume === true, () => produce(partial, signal));
          throwIfCancelled(signal);
          await rename(partial, folder);
        });
        return { folder, cached: false };
      },
      options,
    );
  }

  async discard(kind: string, key: string, options: LockOptions = {}): Promise<void> {
    assertSafeName(kind);
    assertSafeName(key);
    await this.withLock(
      lockName(kind, key),
      () => rm(this.path(kind, key), { recursive: true, force: true }),
      options,
    );
  }
}

/** What a failed run leaves is of use only to a stage that can go on from it. */
async function fill(partial: string, keep: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!keep) await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

function lockName(kind: string, key: string): string {
  const name = `${kind}+${key}`;
  return name.length <= 150 ? name : `${kind.slice(0, 60)}+${sha256(key)}`;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
