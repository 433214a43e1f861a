// Rule of the seal: the root that the finished initrd unpacks to is the base's, entry by entry, but for
// the module files that the build meant to change. Pure.
import type { EffectiveEntry } from '../../image/index.js';

export type Root = ReadonlyMap<string, EffectiveEntry>;

/** What a build meant to do to the root; paths are real ones, from the root, without a leading slash. */
export interface RootChanges {
  /** Files that it wrote, new or over the base's, by their sha256. */
  readonly written: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

/** One line for each entry that is not as it must be; none when the root is as it was meant. */
export function findRootViolations(base: Root, result: Root, changes: RootChanges): string[] {
  const violations: string[] = [];
  for (const [path, before] of base) {
    if (changes.written.has(path)) continue;
    const after = result.get(path);
    if (changes.removed.has(path)) {
      if (after !== undefined) violations.push(`${path} was to be removed and is still there`);
    } else if (after === undefined) {
      violations.push(`${path} is lost`);
    } else {
      const difference = differenceOf(before, after);
      if (difference !== undefined) violations.push(`${path} ${difference}`);
    }
  }
  for (const [path, sha256] of changes.written) {
    const after = result.get(path);
    if (after === undefined) violations.push(`${path} was written and is not there`);
    else if (after.type !== 'file') violations.push(`${path} is a ${after.type}, not a file`);
    else if (after.sha256 !== sha256) violations.push(`${path} is not what was written`);
  }
  for (const [path, after] of result) {
    if (base.has(path) || changes.written.has(path)) continue;
    if (after.type === 'directory' && isParentOfWritten(path, changes)) continue;
    violations.push(`${path} appeared`);
  }
  return violations;
}

function differenceOf(before: EffectiveEntry, after: EffectiveEntry): string | undefined {
  if (before.type !== after.type) return `was a ${before.type} and is a ${after.type}`;
  if (before.permissions !== after.permissions) {
    return `had mode ${before.permissions.toString(8)} and has ${after.permissions.toString(8)}`;
  }
  if (before.uid !== after.uid || before.gid !== after.gid) {
    return `belonged to ${before.uid}:${before.gid} and belongs to ${after.uid}:${after.gid}`;
  }
  if (before.type === 'directory') return undefined;
  if (before.linkTarget !== after.linkTarget) return 'points elsewhere';
  if (
    before.device?.major !== after.device?.major ||
    before.device?.minor !== after.device?.minor
  ) {
    return 'is another device';
  }
  // A file that was not digested cannot be called the same.
  if (before.type === 'file' && (before.sha256 === undefined || before.sha256 !== after.sha256)) {
    return 'has other content';
  }
  return undefined;
}

function isParentOfWritten(folder: string, { written }: RootChanges): boolean {
  for (const path of written.keys()) if (path.startsWith(`${folder}/`)) return true;
  return false;
}
