// The work tree of a build: a clone of its own, in which minikube's make runs and leaves what it has
// built so far.
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isIsoError } from '../../runtime/index.js';
import { type Mirror, type MirrorOptions, withMirror } from './mirror.js';

/** Where minikube's make leaves all that it makes, and goes on from. */
const KEPT = '/out';

/**
 * Checks out `commit` in `folder`, which is held by this build. A tree that a killed or failed build left
 * is cleaned of everything but what is in its `out`. Rejects with what git rejects with.
 */
export async function placeWorkTree(
  folder: string,
  commit: string,
  options: MirrorOptions,
): Promise<void> {
  await withMirror(options, async (mirror) => {
    const isClean = existsSync(folder) && (await isCheckedOut(mirror, folder, commit));
    if (isClean) return;
    await cloneTo(folder, mirror);
    await checkOut(mirror, folder, commit);
  });
}

/** Not so where git cannot work in it: a new clone can. */
async function isCheckedOut(mirror: Mirror, folder: string, commit: string): Promise<boolean> {
  try {
    await checkOut(mirror, folder, commit);
    return true;
  } catch (error) {
    if (isIsoError(error, 'COMMAND_FAILED')) return false;
    throw error;
  }
}

async function checkOut({ git }: Mirror, cwd: string, commit: string): Promise<void> {
  await rm(join(cwd, '.git/index.lock'), { force: true });
  await git(['reset', '--quiet', '--hard', commit], { cwd });
  await git(['clean', '--quiet', '-ffdx', `--exclude=${KEPT}`], { cwd });
}

/** By hard links: nothing is copied, and the tree outlives the mirror. */
async function cloneTo(folder: string, { git, folder: mirror }: Mirror): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await git(['clone', '--quiet', '--local', '--no-checkout', '--template=', mirror, unfinished]);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
}
