// A workspace for make to read Makefiles in: what stands there stands here, but the Makefiles are copies.
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

/**
 * Makes `folder` such a workspace; `texts` are those of the copies, by their paths. They are as old as can be, so
 * that whatever would ever make one of them anew does so now.
 */
export async function copyForMake(
  workspaceRoot: string,
  folder: string,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const folders = new Set([...texts.keys()].flatMap(foldersOf));
  for (const one of [...folders].sort()) {
    await mkdir(join(folder, one), { recursive: true });
    for (const name of await readdir(join(workspaceRoot, one))) {
      const path = posix.join(one, name);
      if (texts.has(path) || folders.has(path)) continue;
      await symlink(join(workspaceRoot, path), join(folder, path));
    }
  }
  for (const [path, text] of texts) {
    await writeFile(join(folder, path), text);
    await utimes(join(folder, path), 1, 1);
  }
}

/** Those that a file is in, up to the workspace (`.`). */
function foldersOf(file: string): string[] {
  const folder = posix.dirname(file);
  return folder === '.' ? [folder] : [folder, ...foldersOf(folder)];
}
