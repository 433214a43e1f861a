// The release of the kernel that a configured tree makes, known before anything is compiled.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IsoError, type Runner, type RunOptions } from '../../runtime/index.js';
import { makeCommand } from './make.js';
import type { ObjectTree } from './object-tree.js';

/** What `uname -r` will print: `make kernelrelease` of the tree's `.config`. Rejects as `run` does. */
export async function kernelRelease(
  run: Runner,
  tree: ObjectTree,
  options: RunOptions = {},
): Promise<string> {
  // kernelrelease reads auto.conf and does not bring it up to date.
  await run(makeCommand(tree, ['include/config/auto.conf'], { silent: true }), options);
  const { stdout } = await run(makeCommand(tree, ['kernelrelease'], { silent: true }), options);
  return stdout.trim().split('\n').at(-1)?.trim() ?? '';
}

/**
 * Rejects with `KERNEL_RELEASE_MISMATCH` unless the tree makes the kernel `expected`: modules of
 * another release do not load, and its folder in the initrd would not be found.
 */
export async function assertKernelRelease(
  tree: ObjectTree,
  found: string,
  expected: string,
): Promise<void> {
  if (found === expected) return;
  const isCheckout = await stat(join(tree.source, '.git')).then(
    () => true,
    () => false,
  );
  throw new IsoError(
    'KERNEL_RELEASE_MISMATCH',
    `The kernel would be ${found || 'without a release'}, but the base's is ${expected}`,
    {
      hint: isCheckout
        ? 'The source is a git checkout, and LOCALVERSION_AUTO adds its commit to the release: give the release’s tarball, or a folder without .git.'
        : 'LOCALVERSION in the config and localversion* files in the source add to the release: give the unchanged source of the base’s kernel.',
      details: { expected, found, source: tree.source },
    },
  );
}
