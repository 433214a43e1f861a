// Files that have to name the ISO, because somebody asked for them or a bump recorded them, and do not.
import { IsoError } from '../../runtime/index.js';
import { shownLine } from '../shown-line.js';
import { someOf } from '../some-of.js';
import type { ReadText } from '../url-site.js';
import type { Targets } from './architecture-of.js';
import { lineOf, type LeftPlace } from './left-places.js';
import type { Places } from './places.js';

export interface FollowedOptions {
  readonly places: Places;
  /** What the files name instead. */
  readonly left: readonly LeftPlace[];
  readonly read: ReadText;
  readonly targets: Targets;
}

/** Each of `expected` is among `found`, or part of a Makefile that is. Error: `LOCK_NOT_FOLLOWED`. */
export function assertFollowed(
  expected: readonly string[],
  found: readonly string[],
  { places, left, read, targets }: FollowedOptions,
): void {
  const parts = new Set(places.makefiles.flatMap(({ makefile }) => [...makefile.lines.keys()]));
  const gone = expected.find((file) => !found.includes(file) && !parts.has(file));
  if (gone === undefined) return;
  const named = left.filter(({ file }) => file === gone).map(lineOf);
  const instead =
    read(gone) === undefined
      ? 'there is no such file'
      : named.length === 0
        ? 'found no ISO there'
        : shownLine(someOf(named));
  const wanted = Object.values(targets).join(' or ');
  throw new IsoError(
    'LOCK_NOT_FOLLOWED',
    `${shownLine(gone)}: expected it to name the ISO in use or ${wanted}, ${instead}`,
    {
      hint: 'Put the URL right by hand: minikube start --iso-url=https://…/minikube.iso. If the file is to name no ISO of this spec, take it out of "files" of its minikube-iso.lock.json, and out of "bump" of the spec.',
      details: { file: gone, targets },
    },
  );
}
