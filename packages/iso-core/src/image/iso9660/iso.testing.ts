// ISOs for tests, made by xorriso from a description of their tree.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Paths without a leading slash, with contents, or `null` for a folder, or a link's target. */
export type Tree = Readonly<Record<string, string | Uint8Array | null | { link: string }>>;

export const ROCK_RIDGE = ['-R'];
export const JOLIET = ['--norock', '-J', '-joliet-long'];
export const PLAIN = ['--norock'];

/** A folder for one test file, and what removes it. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'iso-core-image-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes `tree` below `folder`. */
export function writeTree(folder: string, tree: Tree): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(tree)) {
    const full = join(folder, path);
    mkdirSync(content === null ? full : dirname(full), { recursive: true });
    if (content === null) continue;
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(full, content);
    else symlinkSync(content.link, full);
  }
}

/** Makes an ISO of `tree` in `folder` with `xorriso -as mkisofs`; returns its path. */
export function makeIso(
  folder: string,
  tree: Tree,
  args: readonly string[] = ROCK_RIDGE,
  name = 'test',
): string {
  const content = join(folder, `${name}.d`);
  rmSync(content, { recursive: true, force: true });
  writeTree(content, tree);
  const iso = join(folder, `${name}.iso`);
  rmSync(iso, { force: true });
  run('xorriso', ['-as', 'mkisofs', ...args, '-o', iso, content]);
  return iso;
}

/** The bytes of an ISO made like `makeIso`, to be patched. */
export function isoBytes(folder: string, tree: Tree, args?: readonly string[]): Buffer {
  return readFileSync(makeIso(folder, tree, args, 'patched'));
}

/** Runs a program of the test's own and returns what it printed. */
export function run(file: string, args: readonly string[]): string {
  return execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
}
