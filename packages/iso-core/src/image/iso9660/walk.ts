// Walking a volume's whole tree, within bounds that no honest ISO reaches.
import type { IsoEntry } from './entry.js';
import { corrupt } from './iso-errors.js';
import type { VolumeTree } from './volume-tree.js';

const MOST_ENTRIES = 1_000_000;
const MOST_DEPTH = 256;

/**
 * All entries, parents before children, without the root. Links are named, not followed.
 * Errors: `ISO_CORRUPT` for a directory that occurs twice, for too many entries and too great a depth.
 */
export async function* walk(tree: VolumeTree, name: string): AsyncGenerator<IsoEntry> {
  const waiting: IsoEntry[] = [tree.root];
  const seen = new Set<number>();
  let count = 0;
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    const block = directory.extents[0]?.block ?? 0;
    if (seen.has(block)) {
      throw corrupt(
        name,
        `directory ${directory.path} loops: its block ${block} was walked before`,
      );
    }
    seen.add(block);
    if (directory.path.split('/').length > MOST_DEPTH) {
      throw corrupt(name, `its directories are nested more than ${MOST_DEPTH} deep`);
    }
    const children: IsoEntry[] = [];
    for (const entry of await tree.list(directory)) {
      count += 1;
      if (count > MOST_ENTRIES) throw corrupt(name, `it has more than ${MOST_ENTRIES} entries`);
      if (entry.kind === 'directory') children.push(entry);
      yield entry;
    }
    waiting.push(...children.reverse());
  }
}
