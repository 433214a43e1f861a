// Small folders and archives shaped like a kernel's source.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes files, given as relative path → text, under a folder. */
export function writeTree(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const SMALL_SOURCE: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\nEXTRAVERSION =\nall:\n',
  Kconfig: 'config MODULES\n\tbool "Modules"\n',
  'init/main.c': 'int main(void) { return 0; }\n',
};

/** Packs `names` of a folder with GNU tar; compression by the archive's extension. */
export function packTar(
  folder: string,
  archive: string,
  names: readonly string[],
  ...options: string[]
) {
  execFileSync(
    'tar',
    [
      '--create',
      '--auto-compress',
      `--file=${archive}`,
      `--directory=${folder}`,
      ...options,
      ...names,
    ],
    { stdio: 'pipe' },
  );
  return archive;
}
