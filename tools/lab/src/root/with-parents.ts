// The kernel's unpacker makes no folders on its own: each needs an entry before what is in it.
import type { NewEntry } from 'iso-core';

/** `entries` and a directory for every folder above them that has no entry yet. */
export function withParents(entries: readonly NewEntry[]): NewEntry[] {
  const known = new Set(entries.map(({ path }) => path));
  const parents: NewEntry[] = [];
  for (const { path } of entries) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, end);
      if (known.has(parent)) break;
      known.add(parent);
      parents.push({ type: 'directory', path: parent });
    }
  }
  return [...parents, ...entries];
}
