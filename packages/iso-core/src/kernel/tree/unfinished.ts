// Frees an object tree of what a killed or failed build left half done. make judges by times alone, and
// would take whatever is there for finished.
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The folder of ours in a tree. */
export const OWN = '.nx-minikube-iso';

/**
 * How long before a build's last write a file may have been under way. Nothing that is written without a
 * `.cmd` takes as long; a disk that is full ends a build within moments.
 */
const LAST_NANOSECONDS = 60_000_000_000n;

/**
 * Removes the targets that may not be finished, so that make makes them again:
 *
 * - those that are younger than their `.<target>.cmd`. kbuild writes that file when all of a target's
 *   commands are through (scripts/Kbuild.include, `if_changed`).
 * - those without a `.cmd` that were written last. The makefiles in `tools/`, which build objtool, write
 *   archives and programs in place; Kconfig does not see that a disk is full.
 * - a `.cmd` without its target: on a full disk it may end in the middle of a line, which make cannot read.
 *
 * Resolves with the paths of what was removed.
 */
export async function removeUnfinished(folder: string): Promise<string[]> {
  const files = new Map<string, bigint>();
  await addFiles(folder, files);
  const latest = [...files.values()].reduce((last, at) => (at > last ? at : last), 0n);
  const unfinished = [...files].filter(([path, written]) => {
    const target = targetOf(path);
    if (target !== undefined) return !files.has(target);
    const command = files.get(commandOf(path));
    return command === undefined ? written >= latest - LAST_NANOSECONDS : written > command;
  });
  for (const [path] of unfinished) await rm(path, { force: true });
  return unfinished.map(([path]) => path);
}

/** Adds when each file was written; what is ours is not make's to judge. */
async function addFiles(folder: string, files: Map<string, bigint>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (!entry.isFile()) return;
      const facts = await stat(path, { bigint: true }).catch(() => undefined);
      if (facts !== undefined) files.set(path, facts.mtimeNs);
    }),
  );
  for (const entry of entries) {
    if (entry.isDirectory() && entry.name !== OWN) await addFiles(join(folder, entry.name), files);
  }
}

/** The file that kbuild keeps beside a target, and the other way round. */
function commandOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.cmd`);
}

function targetOf(command: string): string | undefined {
  const name = /^\.(.+)\.cmd$/.exec(basename(command))?.[1];
  return name === undefined ? undefined : join(dirname(command), name);
}
