// Rule of the seal: the root that the finished initrd unpacks to is the base's, entry by entry, but for
// the module files that the build meant to change. Pure.
import { compareInitrds, type EffectiveInitrd, type InitrdChange } from '../image/index.js';

export type Root = Pick<EffectiveInitrd, 'entries'>;

/** What a build meant to do to the root; paths are real ones, from the root, without a leading slash. */
export interface RootChanges {
  /** Files that it wrote, new or over the base's, by their sha256. */
  readonly written: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

export const NO_CHANGES: RootChanges = { written: new Map(), removed: new Set() };

/** One line for each entry that is not as it must be; none when the root is as it was meant. */
export function findRootViolations(base: Root, result: Root, changes: RootChanges): string[] {
  const isMeant = (path: string) => changes.written.has(path) || changes.removed.has(path);
  const unmeant = compareInitrds(base, result, isMeant).filter(
    (change) => !isNewParent(change, result, changes),
  );
  return [
    ...unmeant.map(({ path, change, what }) => [`${path} is ${change}`, ...what].join(', ')),
    ...[...changes.removed]
      .filter((path) => result.entries.has(path))
      .map((path) => `${path} was to be removed and is still there`),
    ...[...changes.written].flatMap(([path, sha256]) => {
      const found = result.entries.get(path);
      if (found?.type === 'file' && found.sha256 === sha256) return [];
      return [`${path} was written and is ${found === undefined ? 'not there' : 'something else'}`];
    }),
  ];
}

function isNewParent(
  { path, change }: InitrdChange,
  result: Root,
  { written }: RootChanges,
): boolean {
  if (change !== 'new' || result.entries.get(path)?.type !== 'directory') return false;
  return [...written.keys()].some((file) => file.startsWith(`${path}/`));
}
