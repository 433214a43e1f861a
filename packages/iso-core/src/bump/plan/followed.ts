// Files that have to name the ISO, because somebody asked for them or a bump recorded them, and do not.
import { IsoError } from '../../runtime/index.js';
import { shownLine } from '../shown-line.js';
import { someOf } from '../some-of.js';
import type { ReadText, UrlSite } from '../url-site.js';
import type { Targets } from './architecture-of.js';
import { urlOf, type Places, type WrittenPlace } from './places.js';

export interface FollowedOptions {
  readonly read: ReadText;
  readonly targets: Targets;
}

/** Each of `expected` is among `found`, or part of a Makefile that is. Error: `LOCK_NOT_FOLLOWED`. */
export function assertFollowed(
  expected: readonly string[],
  found: readonly string[],
  { makefiles, programs, texts }: Places,
  options: FollowedOptions,
): void {
  const parts = new Set(makefiles.flatMap(({ makefile }) => [...makefile.lines.keys()]));
  const gone = expected.find((file) => !found.includes(file) && !parts.has(file));
  if (gone === undefined) return;
  const places = [...programs, ...texts].filter(({ file }) => file === gone);
  const sites = places.flatMap((place): readonly (WrittenPlace | UrlSite)[] => place.sites);
  throw notFollowed(gone, sites, options);
}

/** `sites`: what the file names instead. */
export function notFollowed(
  file: string,
  sites: readonly (WrittenPlace | UrlSite)[],
  { read, targets }: FollowedOptions,
): IsoError {
  const named = sites.map((site) => `${urlOf(site)} in line ${site.line}`);
  const found =
    read(file) === undefined
      ? 'there is no such file'
      : named.length === 0
        ? 'found no ISO there'
        : `found ${shownLine(someOf(named))}`;
  const expected = Object.values(targets).join(' or ');
  return new IsoError(
    'LOCK_NOT_FOLLOWED',
    `${shownLine(file)}: expected it to name the ISO in use or ${expected}, ${found}`,
    {
      hint: 'Put the URL right by hand. If the file is to name no ISO any more, take it out of "files" of minikube-iso.lock.json, and out of "bump" of the spec.',
      details: { file, targets },
    },
  );
}
