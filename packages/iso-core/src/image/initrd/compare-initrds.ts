// Whether two initrds unpack to the same root, but for paths that were meant to change.
import type { EffectiveEntry, EffectiveInitrd } from './effective.js';

type Root = Pick<EffectiveInitrd, 'entries'>;

/** A path that is not as it was. */
export interface InitrdChange {
  readonly path: string;
  readonly change: 'gone' | 'new' | 'changed';
  /** What differs, for `changed`: "sha256", "permissions", … */
  readonly what: readonly string[];
}

const compared = ['type', 'permissions', 'uid', 'gid', 'size', 'sha256', 'linkTarget'] as const;

/**
 * The paths that differ between two roots, sorted; those that `expected` says yes to are left out.
 * Both must have been read with digests.
 */
export function compareInitrds(
  before: Root,
  after: Root,
  expected: (path: string) => boolean = () => false,
): InitrdChange[] {
  const changes: InitrdChange[] = [];
  for (const path of new Set([...before.entries.keys(), ...after.entries.keys()])) {
    if (expected(path)) continue;
    const change = compareEntries(path, before.entries.get(path), after.entries.get(path));
    if (change !== undefined) changes.push(change);
  }
  return changes.sort((left, right) =>
    Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)),
  );
}

function compareEntries(
  path: string,
  before: EffectiveEntry | undefined,
  after: EffectiveEntry | undefined,
): InitrdChange | undefined {
  if (after === undefined) return { path, change: 'gone', what: [] };
  if (before === undefined) return { path, change: 'new', what: [] };
  const what: string[] = compared.filter((key) => before[key] !== after[key]);
  if (
    before.device?.major !== after.device?.major ||
    before.device?.minor !== after.device?.minor
  ) {
    what.push('device');
  }
  return what.length === 0 ? undefined : { path, change: 'changed', what };
}
