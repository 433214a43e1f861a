// Object trees: folders of compiled objects that outlive a build, so that a flipped option compiles
// little. What may share a tree is decided by its key; one build at a time holds it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Architecture,
  type Cache,
  checkFreeSpace,
  digestOf,
  type LockOptions,
  writeAtomically,
} from '../../runtime/index.js';
import { assertBuildPath, type KernelSource } from '../source/index.js';
import type { Toolchain } from '../toolchain/index.js';
import type { Launcher } from '../launcher/index.js';
import { exists } from './exists.js';
import { OWN, removeUnfinished } from './unfinished.js';

/** What a tree is for. Only modules depend on a base: on its symbols and their versions. */
export type TreePurpose =
  | { readonly route: 'configure' }
  | { readonly route: 'kernel' }
  | { readonly route: 'modules'; readonly baseDigest: string };

export interface ObjectTreeOptions {
  readonly source: Pick<KernelSource, 'folder' | 'digest' | 'version'>;
  readonly architecture: Architecture;
  readonly toolchain: Toolchain;
  readonly purpose: TreePurpose;
  /** The time that the kernel says it was built at; parts of a tree keep it. Default: 0. */
  readonly epochSeconds?: number;
  readonly launcher?: Launcher;
}

/** A tree that is held by this build. */
export interface ObjectTree {
  /** Absolute: kbuild's `O=`. */
  readonly folder: string;
  /** Absolute: where the source is. */
  readonly source: string;
  readonly sourceVersion: string;
  readonly architecture: Architecture;
  readonly toolchain: Toolchain;
  readonly epochSeconds: number;
  readonly launcher?: Launcher;
}

/**
 * What configuring and compiling a few modules takes. Programs that write a config or a header do not all
 * notice a full disk; compilers and linkers do.
 */
const NEEDED_BYTES = 64 * 1024 ** 2;

/** Less than this is a full disk, on which a tool may have written less than it thinks. */
const LEFT_BYTES = 1024 ** 2;

/** Where things of ours are inside an object tree. */
export function ownFolder(tree: Pick<ObjectTree, 'folder'>): string {
  return join(tree.folder, OWN);
}

/** The name of the tree: a digest of all that its objects depend on beside the config. */
export function objectTreeKey(options: ObjectTreeOptions): string {
  const { source, architecture, toolchain, purpose, epochSeconds = 0 } = options;
  return digestOf({
    source: source.digest,
    architecture,
    toolchain: toolchain.digest,
    purpose,
    epochSeconds,
  });
}

/**
 * Runs `work` on the object tree `objects/<key>` of the cache folder, while nobody else may. A tree
 * that a killed or failed build left is first freed of what that build may not have finished, and a disk
 * without room for a tree is an error at once. Rejects with
 * `KERNEL_PATH_UNUSABLE`, `DISK_FULL`, `NOT_WRITABLE`, `CANCELLED`, or what `work` rejects with.
 */
export async function withObjectTree<T>(
  cache: Cache,
  options: ObjectTreeOptions,
  work: (tree: ObjectTree, signal: AbortSignal) => Promise<T>,
  lock: LockOptions = {},
): Promise<T> {
  assertBuildPath(cache.folder, 'The cache folder');
  const key = objectTreeKey(options);
  const tree = treeIn(cache.path('objects', key), options);
  return cache.withLock(
    `objects+${key}`,
    async (signal) => {
      const marker = join(ownFolder(tree), 'in-use');
      if (await exists(marker)) await removeUnfinished(tree.folder);
      await checkFreeSpace(ownFolder(tree), NEEDED_BYTES);
      await writeAtomically(marker, '');
      const result = await work(tree, signal);
      await checkFreeSpace(tree.folder, LEFT_BYTES);
      await rm(marker, { force: true });
      return result;
    },
    lock,
  );
}

/** A tree in `folder`, which nobody else knows or which is held. */
export function treeIn(
  folder: string,
  {
    source,
    architecture,
    toolchain,
    epochSeconds = 0,
    launcher,
  }: Omit<ObjectTreeOptions, 'purpose'>,
): ObjectTree {
  return {
    folder,
    source: source.folder,
    sourceVersion: source.version,
    architecture,
    toolchain,
    epochSeconds,
    ...(launcher === undefined ? {} : { launcher }),
  };
}
