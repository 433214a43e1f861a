// Asks make about what was written. Where make says otherwise, the files are put back.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from '@nx/devkit';
import { proveWithMake, withStopSignals, type BumpResult } from 'iso-core';

export interface Written extends BumpResult {
  /** What the changed files said before; undefined of a new one. */
  readonly before: ReadonlyMap<string, string | undefined>;
  readonly isTrusted: boolean;
}

/** Error: `BUMP_NOT_PROVEN`. Nothing is asked where nothing was changed. */
export async function proveOnDisk(
  workspaceRoot: string,
  { before, changes, makefiles, moves, isTrusted }: Written,
): Promise<void> {
  if (changes.size === 0) return;
  try {
    const read = (file: string) => readText(join(workspaceRoot, file));
    const namesIn = (folder: string) => namesOf(join(workspaceRoot, folder));
    await withStopSignals(async (signal) => {
      for (const makefile of makefiles) {
        const wish = { workspaceRoot, makefile, read, namesIn, moves, isTrusted, signal };
        for (const title of await proveWithMake(wish)) output.log({ title });
      }
    });
  } catch (error) {
    for (const [file, text] of before) putBack(join(workspaceRoot, file), text);
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function namesOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function putBack(path: string, text: string | undefined): void {
  if (text === undefined) rmSync(path, { force: true });
  else writeFileSync(path, text);
}
