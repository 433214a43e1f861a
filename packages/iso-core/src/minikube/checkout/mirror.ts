// The copy of a repository that builds share: bare, in the cache folder, held by one build at a time.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Cache,
  cleanLine,
  explainingWrites,
  IsoError,
  isIsoError,
  type LockOptions,
  type Runner,
  sha256,
} from '../../runtime/index.js';
import { gitCommand } from './git.js';

export interface MirrorOptions extends LockOptions {
  /** The URL of the repository. */
  readonly repository: string;
  readonly cache: Cache;
  readonly run: Runner;
  /** Called with git's own words on how far it is. */
  readonly onProgress?: (detail: string) => void;
  /** Called with what a person should know. */
  readonly onNote?: (line: string) => void;
}

/** A mirror that is held by this build. */
export interface Mirror {
  /** The bare repository. */
  readonly folder: string;
  /** Runs git in it, or in the work tree `cwd`, and gives back what it printed. */
  readonly git: (
    args: readonly string[],
    more?: { cwd?: string; input?: string },
  ) => Promise<string>;
  /** Brings it up to date. Rejects with `REPOSITORY_UNREACHABLE`. */
  readonly fetch: () => Promise<void>;
}

/** While the lock is held. */
type Held = MirrorOptions & { readonly signal: AbortSignal };

/** Branches too: a commit that is not released may be asked for. */
const REFS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

/** What a corrupt repository makes of any work in it. */
const DOUBTFUL = ['COMMAND_FAILED', 'REPOSITORY_UNREACHABLE'];

/**
 * Runs `work` on the mirror of a repository, which is empty the first time. When `work` fails and the
 * mirror turns out to be corrupt, it is thrown away and `work` runs once more, on an empty one.
 */
export async function withMirror<T>(
  options: MirrorOptions,
  work: (mirror: Mirror) => Promise<T>,
): Promise<T> {
  const { cache, repository, onNote = () => undefined } = options;
  const key = sha256(repository);
  const folder = cache.path('mirrors', key);
  return cache.withLock(
    `mirrors+${key}`,
    async (signal) => {
      const held = { ...options, signal };
      const attempt = async (): Promise<T> => {
        await prepare(held, folder);
        return work(mirrorIn(held, folder));
      };
      try {
        return await attempt();
      } catch (error) {
        if (!isIsoError(error, ...DOUBTFUL) || (await isSound(held, folder))) throw error;
        onNote(`The mirror of ${repository} is corrupt and is made anew`);
        await rm(folder, { recursive: true, force: true });
        return attempt();
      }
    },
    options,
  );
}

/** An empty repository where there is none; in one that is there, what a killed git left goes. */
async function prepare({ run, signal }: Held, folder: string): Promise<void> {
  await explainingWrites(folder, () => mkdir(folder, { recursive: true }));
  const names = await readdir(folder, { recursive: true });
  const locks = names.filter((name) => name.endsWith('.lock'));
  await Promise.all(locks.map((name) => rm(join(folder, name), { force: true })));
  await run(gitCommand(folder, ['init', '--quiet', '--bare', '--template=']), { signal });
}

function mirrorIn(options: Held, folder: string): Mirror {
  const { run, signal } = options;
  return {
    folder,
    git: async (args, { cwd = folder, ...more } = {}) =>
      (await run(gitCommand(cwd, args, more), { signal })).stdout,
    fetch: () => fetchInto(options, folder),
  };
}

async function fetchInto(options: Held, folder: string): Promise<void> {
  const { run, signal, repository, onProgress = () => undefined } = options;
  const args = ['fetch', '--progress', '--prune', '--no-write-fetch-head', '--end-of-options'];
  try {
    await run(gitCommand(folder, [...args, repository, ...REFS]), { signal, onLine: onProgress });
  } catch (cause) {
    if (!isIsoError(cause, 'COMMAND_FAILED')) throw cause;
    throw unreachable(repository, cause);
  }
}

/** Every object of it, which is why it is asked only where something failed. */
async function isSound({ run, signal }: Held, folder: string): Promise<boolean> {
  try {
    await run(gitCommand(folder, ['fsck', '--no-dangling', '--no-progress']), { signal });
    return true;
  } catch (error) {
    if (isIsoError(error, 'COMMAND_FAILED')) return false;
    throw error;
  }
}

function unreachable(repository: string, cause: IsoError): IsoError {
  const { lastLines } = cause.details;
  const lines = Array.isArray(lastLines) ? lastLines.map(String) : [];
  const reason = lines.find((line) => /^(?:fatal|error|ssh):/.test(line)) ?? lines.at(-1);
  return new IsoError(
    'REPOSITORY_UNREACHABLE',
    `${repository} cannot be fetched: ${cleanLine(reason ?? cause.message, 300)}`,
    {
      hint: 'Check the network and the rights; where the repository cannot be reached, name a copy of it as "source.repository".',
      cause,
      details: { repository },
    },
  );
}
