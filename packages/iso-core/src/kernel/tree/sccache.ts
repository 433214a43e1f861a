// What stands before the compiler in an object tree.
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../runtime/index.js';
import { type Launcher, SCCACHE_SCRIPT } from '../launcher/index.js';
import { type ObjectTree, ownFolder } from './object-tree.js';

/** Places the script that stands for sccache, where it is the launcher. */
export async function placeSccache(tree: ObjectTree): Promise<void> {
  if (tree.launcher?.program !== 'sccache') return;
  const path = launcherPath(tree, tree.launcher);
  await writeAtomically(path, SCCACHE_SCRIPT);
  await chmod(path, 0o755);
}

/** The program that make's `CC` begins with. */
export function launcherPath(tree: ObjectTree, { program }: Launcher): string {
  return program === 'sccache' ? join(ownFolder(tree), program) : program;
}
