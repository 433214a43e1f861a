// Frees an object tree of what a killed build left half done. make judges by times alone, and would
// take an object that was written but not yet gone over by objtool for a finished one.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes every target that is younger than its `.<target>.cmd`. kbuild writes that file when all of a
 * target's commands are through (scripts/Kbuild.include, `if_changed`), so such a target is not
 * finished; make then makes it again. Resolves with the paths of what was removed.
 */
export async function removeUnfinished(folder: string): Promise<string[]> {
  const removed: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removed.push(...(await removeUnfinished(path)));
    const target = /^\.(.+)\.cmd$/.exec(entry.name)?.[1];
    if (target === undefined || !entry.isFile()) continue;
    const [command, made] = await Promise.all([written(path), written(join(folder, target))]);
    if (command === undefined || made === undefined || made <= command) continue;
    await rm(join(folder, target), { force: true });
    removed.push(join(folder, target));
  }
  return removed;
}

async function written(path: string): Promise<bigint | undefined> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined);
  return facts?.isFile() === true ? facts.mtimeNs : undefined;
}
