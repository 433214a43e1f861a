// Kconfig's own program. Every object tree compiles it for itself, which takes as long as one run of it;
// here it is compiled once for a source and copied into the trees that are new.
import { cp, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Cache,
  digestOf,
  isIsoError,
  type LockOptions,
  type Runner,
} from '../../runtime/index.js';
import { exists } from './exists.js';
import { makeCommand } from './make.js';
import { type ObjectTree, type ObjectTreeOptions, ownFolder, treeIn } from './object-tree.js';

export interface KconfigProgramOptions extends Omit<ObjectTreeOptions, 'purpose'> {
  readonly run: Runner;
  readonly jobs: number;
}

/** Of how the program is made; another number is another folder. */
const VERSION = 1;

/** Where kbuild keeps the program, with what it is made of and the commands that made it. */
const SCRIPTS = 'scripts';

/**
 * The folder in the cache in which the program of this source lies, compiled if need be. Where it cannot
 * be compiled apart the folder is empty, and each tree compiles its own. Rejects as `Cache.stage` does.
 */
export async function kconfigProgram(
  cache: Cache,
  { run, jobs, ...options }: KconfigProgramOptions,
  lock: LockOptions = {},
): Promise<string> {
  const { source, architecture, toolchain } = options;
  const key = digestOf({
    VERSION,
    source: source.digest,
    architecture,
    toolchain: toolchain.digest,
  });
  const { folder } = await cache.stage(
    'kconfig',
    key,
    async (empty, signal) => {
      const tree = treeIn(empty, options);
      // A Kconfig without options: the program is compiled, and has nothing to do.
      const variables = ['KBUILD_KCONFIG=/dev/null', `KCONFIG_CONFIG=${join(empty, 'config')}`];
      const command = makeCommand(tree, ['olddefconfig'], { silent: true, jobs, variables });
      await run(command, { signal }).catch((error: unknown) => {
        if (!isIsoError(error, 'COMMAND_FAILED')) throw error;
      });
    },
    lock,
  );
  return folder;
}

/** Copies the program into a tree that has none yet; kbuild takes it for its own. */
export async function placeKconfigProgram(tree: ObjectTree, program: string): Promise<void> {
  const [from, to] = [join(program, SCRIPTS), join(tree.folder, SCRIPTS)];
  if ((await exists(to)) || !(await exists(from))) return;
  const draft = join(ownFolder(tree), SCRIPTS);
  await mkdir(ownFolder(tree), { recursive: true });
  await cp(from, draft, { recursive: true, preserveTimestamps: true, force: true });
  await rename(draft, to);
}
