// Links to busybox for what no real program provides.
import type { NewEntry } from 'iso-core';

/** Reads what `busybox --list-full` printed; `taken` holds the paths that a real program has. */
export function busyboxLinks(list: string, taken: ReadonlySet<string>): NewEntry[] {
  return list
    .split('\n')
    .filter((line) => /^(?:usr\/)?s?bin\/[^/]+$/.test(line))
    .map((line) => (line.startsWith('usr/') ? line : `usr/${line}`))
    .filter((path) => !taken.has(path))
    .map((path) => ({ type: 'symlink', path, linkTarget: '/usr/bin/busybox' }));
}
