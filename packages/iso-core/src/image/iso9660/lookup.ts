// Finding one path in a volume's tree: descends through the directories on the way and reads no
// others. Symbolic links are followed, but never out of the volume.
import type { IsoEntry, Naming } from './entry.js';
import type { VolumeTree } from './volume-tree.js';

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/**
 * The entry at `path`, or undefined where there is none: also for a dangling link, one that leads
 * out of the volume, and a loop of links. Names compare as their kind does: Rock Ridge's by every
 * letter; Joliet's too, else without regard to case; plain ones without regard to case.
 */
export async function lookUp(
  tree: VolumeTree,
  path: string,
  followLast: boolean,
): Promise<IsoEntry | undefined> {
  const trail: IsoEntry[] = [tree.root];
  let waiting = components(path);
  let links = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (next === '..') {
      if (trail.length === 1) return undefined;
      trail.pop();
      continue;
    }
    const here = trail.at(-1);
    if (here?.kind !== 'directory') return undefined;
    const found = pick(await tree.list(here), next, tree.naming);
    if (found === undefined) return undefined;
    if (found.kind !== 'symlink' || (waiting.length === 0 && !followLast)) {
      trail.push(found);
      continue;
    }
    links += 1;
    if (links > MOST_LINKS || found.target === undefined) return undefined;
    if (found.target.startsWith('/')) trail.splice(1);
    waiting = [...components(found.target), ...waiting];
  }
  return trail.at(-1);
}

function components(path: string): string[] {
  return path.split('/').filter((component) => component !== '' && component !== '.');
}

function pick(entries: readonly IsoEntry[], name: string, naming: Naming): IsoEntry | undefined {
  const exact = entries.find((entry) => entry.name === name);
  if (exact !== undefined || naming === 'rock-ridge') return exact;
  const folded = name.toUpperCase();
  return entries.find((entry) => entry.name.toUpperCase() === folded);
}
