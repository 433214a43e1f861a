// Paths among the options of a generator.
import { relative, resolve, sep } from 'node:path';
import type { Tree } from '@nx/devkit';
import { cleanLine, IsoError } from 'iso-core';

/**
 * A path as Nx writes it: relative to the workspace, with `/`, `.` for the workspace itself.
 * Error: `PATH_OUTSIDE_WORKSPACE`.
 */
export function workspacePath({ root }: Tree, option: string, given: string): string {
  const path = relative(root, resolve(root, given)).split(sep).join('/');
  if (path !== '..' && !path.startsWith('../')) return path === '' ? '.' : path;
  const shown = cleanLine(given, 200);
  throw new IsoError(
    'PATH_OUTSIDE_WORKSPACE',
    `--${option}: expected a path inside the workspace, found ${shown}`,
    { hint: 'Give a path relative to the workspace.', details: { option, found: shown, root } },
  );
}

/** The same of a file that must be there. Errors: `PATH_OUTSIDE_WORKSPACE`, `OPTION_FILE_NOT_FOUND`. */
export function existingFile(tree: Tree, option: string, given: string): string {
  const path = workspacePath(tree, option, given);
  if (tree.exists(path) && tree.isFile(path)) return path;
  throw new IsoError(
    'OPTION_FILE_NOT_FOUND',
    `--${option}: expected a file of the workspace, found none at ${cleanLine(path, 200)}`,
    { hint: 'Correct the path; it is relative to the workspace.', details: { option, path } },
  );
}
