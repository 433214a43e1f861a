// A minikube to build from: its commit, and what its tree says of the ISO, without a checkout.
import type { MinikubeTree } from '../layout/layout.js';
import { type MirrorOptions, type Mirror, withMirror } from './mirror.js';
import { resolveCommit, type ResolvedCommit } from './resolve-commit.js';

export interface MinikubeWish {
  /** `1.9.2`, `v1.9.2`, or a commit by at least seven digits. */
  readonly version: string;
  /** Whether a commit that no release contains will do. */
  readonly allowUnreleased: boolean;
}

export interface MinikubeCommit extends ResolvedCommit {
  readonly tree: MinikubeTree;
}

/** Where the ISO's part of a tree is. */
const PLACES = ['Makefile', 'deploy/iso'];

/** What a layout is told by. */
const TEXTS = /^(?:Makefile|deploy\/iso\/.*_defconfig)$/;

/**
 * Finds what `wish` names in the mirror of a repository. Errors: those of `resolveCommit` and of fetching.
 */
export async function findMinikube(
  wish: MinikubeWish,
  options: MirrorOptions,
): Promise<MinikubeCommit> {
  return withMirror(options, async (mirror) => {
    const resolved = await resolveCommit(mirror, wish.version, wish.allowUnreleased);
    return { ...resolved, tree: await treeOf(mirror, resolved) };
  });
}

/** Texts are read at once: a mirror that is corrupt is found out while it is held. */
async function treeOf(mirror: Mirror, { commit, release }: ResolvedCommit): Promise<MinikubeTree> {
  const listed = await mirror.git(['ls-tree', '-r', '-z', '--name-only', commit, '--', ...PLACES]);
  const files = new Set(listed.split('\0').filter((path) => path !== ''));
  const texts = new Map<string, string>();
  for (const path of files) {
    if (TEXTS.test(path))
      texts.set(path, await mirror.git(['cat-file', 'blob', `${commit}:${path}`]));
  }
  return {
    name: `minikube ${release ?? commit.slice(0, 12)}`,
    files,
    read: (path) => Promise.resolve(texts.get(path) ?? ''),
  };
}
