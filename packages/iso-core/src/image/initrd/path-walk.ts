// Looks names up as the kernel does in a root that nothing lies outside of: symlinks are followed,
// at most forty in a row, and ".." at the root is the root.
import type { RootFile } from './root-file.js';

/** As many as Linux follows (MAXSYMLINKS). */
const MOST_SYMLINKS = 40;
/** The longest name in one directory (NAME_MAX), in bytes. */
const NAME_MAX = 255;

export type WalkProblem = 'missing' | 'not a directory' | 'too many symlinks' | 'name too long';

/** Where a path leads: its parent, its name there, and the file if there is one. */
export interface Place {
  /** The chain of directories from the root to the parent, with their names. */
  readonly trail: readonly Step[];
  readonly parent: RootFile;
  /** Empty for the root itself. */
  readonly name: string;
  readonly file: RootFile | undefined;
}

export interface Step {
  readonly name: string;
  readonly directory: RootFile;
}

/**
 * The place that `path` leads to from `root`. A symlink as the last name is followed only if
 * `follow` says so, or a slash after it.
 */
export function walkPath(root: RootFile, path: string, follow: boolean): Place | WalkProblem {
  const followsLast = follow || /\/\.?$/.test(path);
  const trail: Step[] = [{ name: '', directory: root }];
  const names = split(path);
  let followed = 0;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? '';
    const parent = trail.at(-1)?.directory ?? root;
    if (name === '..') {
      if (trail.length > 1) trail.pop();
      continue;
    }
    if (Buffer.byteLength(name) > NAME_MAX) return 'name too long';
    const file = parent.children?.get(name);
    const isLast = index === names.length - 1;
    if (file?.type === 'symlink' && (followsLast || !isLast)) {
      if (++followed > MOST_SYMLINKS) return 'too many symlinks';
      const target = file.linkTarget ?? '';
      if (target === '') return 'missing';
      if (target.startsWith('/')) trail.length = 1;
      names.splice(0, index + 1, ...split(target));
      index = -1;
      continue;
    }
    if (isLast) return { trail, parent, name, file };
    if (file === undefined) return 'missing';
    if (file.type !== 'directory') return 'not a directory';
    trail.push({ name, directory: file });
  }
  // The path ended in "..", "." or "/": what it leads to is the last directory itself.
  return placeOfDirectory(trail);
}

/** The path of a place from the root, without a leading slash; empty for the root. */
export function pathOf({ trail, name }: Pick<Place, 'trail' | 'name'>): string {
  const names = trail.slice(1).map((step) => step.name);
  return (name === '' ? names : [...names, name]).join('/');
}

/**
 * The path without symlinks at which a file written to `path` comes to lie, whether what is above
 * it exists or not; the last name is taken as it is. Undefined when there is no such place.
 */
export function realPath(root: RootFile, path: string): string | undefined {
  let trail: { name: string; file: RootFile | undefined }[] = [{ name: '', file: root }];
  const names = split(path);
  let followed = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === '..') {
      if (trail.length > 1) trail.pop();
      continue;
    }
    const file = trail.at(-1)?.file?.children?.get(name);
    if (file?.type === 'symlink' && names.length > 0) {
      if (++followed > MOST_SYMLINKS) return undefined;
      const target = file.linkTarget ?? '';
      if (target === '') return undefined;
      if (target.startsWith('/')) trail = trail.slice(0, 1);
      names.unshift(...split(target));
      continue;
    }
    if (file !== undefined && file.type !== 'directory' && names.length > 0) return undefined;
    trail.push({ name, file });
  }
  return trail
    .slice(1)
    .map((step) => step.name)
    .join('/');
}

function placeOfDirectory(trail: Step[]): Place {
  const last = trail.at(-1);
  if (last === undefined) throw new Error('a trail begins with the root');
  const before = trail.at(-2);
  if (before === undefined) {
    return { trail, parent: last.directory, name: '', file: last.directory };
  }
  return {
    trail: trail.slice(0, -1),
    parent: before.directory,
    name: last.name,
    file: last.directory,
  };
}

function split(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
