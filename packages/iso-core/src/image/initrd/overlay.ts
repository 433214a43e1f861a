// What an initrd overlay has to contain so that its files come to lie in the base's root where they
// were meant to, with nothing of the base lost: decided before a byte is written.
import { IsoError } from '../../runtime/index.js';
import type { NewEntry } from './cpio-writer.js';
import type { EffectiveEntry, EffectiveInitrd } from './effective.js';

/**
 * The entries that put `files` into the root of `base`: at their real paths, with the directories
 * that the base lacks and no others, in order of their paths. A directory that is there stays.
 * Errors: `OVERLAY_BLOCKED` where the base has something else in the way.
 */
export function planOverlay(base: EffectiveInitrd, files: readonly NewEntry[]): NewEntry[] {
  const planned = new Map<string, NewEntry>();
  const implied = new Set<string>();
  for (const file of files) {
    const path = realPathOf(base, file.path);
    const there = base.get(path);
    if (file.type === 'directory' && there?.type === 'directory') continue;
    checkReplaceable(file, there);
    if (planned.has(path)) throw twice(path);
    planned.set(path, { ...file, path });
    for (const parent of parentsOf(path)) {
      if (base.get(parent)?.type !== 'directory') implied.add(parent);
    }
  }
  for (const path of implied) {
    const explicit = planned.get(path);
    if (explicit === undefined) planned.set(path, { type: 'directory', path });
    else if (explicit.type !== 'directory')
      throw blocked(path, `a ${explicit.type} of the overlay`);
  }
  return [...planned.values()].sort((left, right) => compare(left.path, right.path));
}

function realPathOf(base: EffectiveInitrd, path: string): string {
  const real = base.realPath(path);
  if (real === undefined || real === '') {
    throw blocked(path, 'what stands above it: no directory, or symlinks in a circle');
  }
  return real;
}

function checkReplaceable(file: NewEntry, there: EffectiveEntry | undefined): void {
  if (there === undefined) return;
  if (there.type !== file.type) throw blocked(there.path, `a ${there.type} of the base`);
  if (there.type === 'file' && there.links > 1) {
    throw blocked(
      there.path,
      `a file of the base with ${there.links} names, which would all change`,
    );
  }
}

/** The paths of the directories above `path`, outermost first. */
export function parentsOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function twice(path: string): IsoError {
  return new IsoError('CPIO_NAME_TWICE', `${path} is to be written twice`, {
    hint: 'Two of the files to add lead to the same place: name only one of them.',
    details: { path },
  });
}

function blocked(path: string, by: string): IsoError {
  return new IsoError('OVERLAY_BLOCKED', `${path} cannot be added to the initrd: ${by} is there`, {
    hint: 'The kernel would remove it, or drop the new file in silence; choose another path.',
    details: { path, by },
  });
}
