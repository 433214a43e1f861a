// Whether a repository says what its locks say. Asks nobody: this is for every run of CI.
import { IsoError, type Architecture } from '../runtime/index.js';
import { lockedUrls, otherUrls, type NamedLock } from './lock/index.js';
import {
  isMakefileName,
  placeOf,
  planBump,
  unnamedArchitecture,
  type BumpPlan,
  type Move,
} from './plan/index.js';
import type { WorkspaceFiles } from './request.js';
import { shownLine } from './shown-line.js';
import { editedTexts } from './text-edit.js';
import { textSites } from './text/index.js';
import type { ListNames, ReadText } from './url-site.js';

export interface LockCheck {
  /** What the files of the locks have to say, by path; those that say it are not in it. */
  readonly changes: ReadonlyMap<string, string>;
  /** The places that say something else. */
  readonly moves: readonly Move[];
}

/** A lock, and what the spec beside it says. */
export interface LockToCheck extends NamedLock {
  /** Relative to the workspace: a Makefile, whatever it is called. */
  readonly makefile?: string;
  /** Default: those of the lock. */
  readonly architectures?: readonly Architecture[];
}

/**
 * Checks all locks of a repository, of which none takes a place of another's.
 * Errors: `LOCK_NOT_FOLLOWED` where a file of a lock cannot be put right from here, `LOCKS_DISAGREE`, those of
 * `planBump`.
 */
export async function checkLocks(
  locks: readonly LockToCheck[],
  read: ReadText,
  namesIn: ListNames = () => [],
): Promise<LockCheck> {
  const edits: BumpPlan['edits'][number][] = [];
  const moves: Move[] = [];
  const wanted = new Map<string, { readonly to: string; readonly file: string }>();
  for (const one of locks) {
    for (const plan of await plansOf(one, locks, { read, namesIn })) {
      edits.push(...plan.edits);
      for (const move of plan.moves.filter(({ from, to }) => from !== to)) {
        const place = `${placeOf(move)} names ${move.from}`;
        const before = wanted.get(place) ?? { to: move.to, file: one.file };
        if (before.to !== move.to) throw disagree(place, before, { to: move.to, file: one.file });
        if (!wanted.has(place)) moves.push(move);
        wanted.set(place, before);
      }
    }
  }
  return { changes: editedTexts(edits, read), moves };
}

/** One for each file of the lock. */
async function plansOf(
  one: LockToCheck,
  locks: readonly LockToCheck[],
  { read, namesIn }: Pick<WorkspaceFiles, 'read' | 'namesIn'>,
): Promise<BumpPlan[]> {
  const { lock, makefile } = one;
  const targets = lockedUrls(lock);
  const unnamed = unnamedArchitecture(
    one.architectures ?? (Object.keys(targets) as Architecture[]),
  );
  const others = otherUrls(one.file, locks);
  const plans: BumpPlan[] = [];
  for (const file of lock.files) {
    const isMakefile = file === makefile || isMakefileName(file);
    const files = isMakefile
      ? { makefiles: [file], others: [] }
      : { makefiles: [], others: [file] };
    // A text that names the ISO nowhere names another in its place.
    const isNamed = textSites(file, read(file) ?? '').some(({ url }) =>
      Object.values(targets).includes(url),
    );
    const known = isMakefile || isNamed ? targets : {};
    const wish = { files, read, namesIn, expected: [file] };
    plans.push(await planBump({ ...wish, targets, known, others, unnamed }));
  }
  return plans;
}

function disagree(
  place: string,
  one: { readonly to: string; readonly file: string },
  other: { readonly to: string; readonly file: string },
): IsoError {
  return new IsoError(
    'LOCKS_DISAGREE',
    `${shownLine(place)}: expected ${one.to} by ${one.file}, but ${other.to} by ${other.file}`,
    {
      hint: 'Write the URL of one of them there. If it is not of the other, take the file out of "files" of that lock and out of "bump" of its spec.',
      details: { place, locks: [one, other] },
    },
  );
}
