// Configures an object tree with the source's own Kconfig.
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Runner, type RunOptions, writeAtomically } from '../../runtime/index.js';
import { makeCommand } from './make.js';
import { type ObjectTree, ownFolder } from './object-tree.js';
import { placePahole } from './pahole.js';
import { placeSccache } from './sccache.js';

export interface Configured {
  /** The `.config` that olddefconfig made. */
  readonly text: string;
  /** What Kconfig had to say, such as values that it did not take. */
  readonly warnings: readonly string[];
}

/**
 * Puts `configText` through `make olddefconfig` and leaves the result as the tree's `.config`. The
 * file is touched only when it changes, and only by a rename: what is left of a killed run does not
 * matter. Rejects as `run` does.
 */
export async function configure(
  run: Runner,
  tree: ObjectTree,
  configText: string,
  options: RunOptions = {},
): Promise<Configured> {
  const config = configFile(tree);
  const present = await configOf(tree).catch(() => undefined);
  await placePahole(tree);
  await placeSccache(tree);
  const candidate = join(ownFolder(tree), 'config');
  await writeAtomically(candidate, configText);
  const command = makeCommand(tree, ['olddefconfig'], {
    silent: true,
    variables: [`KCONFIG_CONFIG=${candidate}`],
  });
  const { stdout, stderr } = await run(command, options);
  const warnings = `${stdout}\n${stderr}`.split('\n').filter((line) => /warning:/.test(line));
  const text = await readFile(candidate, 'utf8');
  if (text === present) await rm(candidate, { force: true });
  else await rename(candidate, config);
  return { text, warnings };
}

/**
 * Makes `configText`, which olddefconfig made in another tree, the tree's `.config`; like `configure` it
 * touches the file only when it changes.
 */
export async function placeConfig(tree: ObjectTree, configText: string): Promise<void> {
  await placePahole(tree);
  await placeSccache(tree);
  const present = await configOf(tree).catch(() => undefined);
  if (present !== configText) await writeAtomically(configFile(tree), configText);
}

/** The tree's `.config`. Rejects when it has none. */
export function configOf(tree: ObjectTree): Promise<string> {
  return readFile(configFile(tree), 'utf8');
}

function configFile(tree: ObjectTree): string {
  return join(tree.folder, '.config');
}
