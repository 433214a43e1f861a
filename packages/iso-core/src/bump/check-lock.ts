// Whether a repository says what its lock says. Asks nobody: this is for every run of CI.
import { isIsoError, type Architecture } from '../runtime/index.js';
import { lockedUrls, type IsoLock } from './lock/index.js';
import {
  isMakefileName,
  notFollowed,
  planBump,
  unnamedArchitecture,
  type Move,
} from './plan/index.js';
import { editedTexts } from './text-edit.js';
import type { ReadText } from './url-site.js';

export interface LockCheck {
  /** What the files of the lock have to say, by path; those that say it are not in it. */
  readonly changes: ReadonlyMap<string, string>;
  /** The places that say something else. */
  readonly moves: readonly Move[];
}

/** What the spec beside the lock says. */
export interface LockCheckOptions {
  /** Relative to the workspace: a Makefile, whatever it is called. */
  readonly makefile?: string;
  /** Default: those of the lock. */
  readonly architectures?: readonly Architecture[];
}

/**
 * Errors: `LOCK_NOT_FOLLOWED` where a file of the lock cannot be put right from here, those of `planBump`.
 */
export async function checkLock(
  lock: IsoLock,
  read: ReadText,
  { makefile, ...spec }: LockCheckOptions = {},
): Promise<LockCheck> {
  const changes = new Map<string, string>();
  const moves: Move[] = [];
  const targets = lockedUrls(lock);
  const unnamed = unnamedArchitecture(
    spec.architectures ?? (Object.keys(targets) as Architecture[]),
  );
  for (const file of lock.files) {
    const isMakefile = file === makefile || isMakefileName(file);
    const files = isMakefile
      ? { makefiles: [file], others: [] }
      : { makefiles: [], others: [file] };
    // A text that names the ISO nowhere names another in its place.
    const isNamed = Object.values(targets).some((url) => read(file)?.includes(url));
    const known = isMakefile || isNamed ? targets : {};
    const wish = { files, read, targets, known, unnamed, expected: [file] };
    const plan = await planBump(wish).catch((error: unknown) => {
      const isNotFound = isIsoError(error, 'BUMP_URL_NOT_FOUND');
      throw isNotFound ? notFollowed(file, [], { read, targets }) : error;
    });
    for (const [name, text] of editedTexts(plan.edits, read)) changes.set(name, text);
    moves.push(...plan.moves.filter(({ from, to }) => from !== to));
  }
  return { changes, moves };
}
