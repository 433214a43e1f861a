// Small Kconfig trees for tests, written to a temporary folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readKconfigTree, type KconfigTree } from './tree.js';

export interface TreeOptions {
  readonly arch?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The Makefile of a kernel version, as far as its Kconfig rules depend on it. */
export function makefileOf(version: number, patchLevel: number): string {
  return `VERSION = ${version}\nPATCHLEVEL = ${patchLevel}\n`;
}

/** A folder with `files`, removed after the test. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kconfig-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The tree of these files; a text alone is the top file of a kernel before 6.11. */
export function treeOf(
  files: string | Readonly<Record<string, string>>,
  { arch = 'x86_64', environment = {} }: TreeOptions = {},
): Promise<KconfigTree> {
  const all = typeof files === 'string' ? { Kconfig: files, Makefile: makefileOf(6, 1) } : files;
  return readKconfigTree(folderOf(all), arch, environment);
}
