// Configs that the kernel's own Kconfig made, kept by what they were made of: a build that asks for the
// same again, and every further one from the same base, does not run it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  configure,
  placeKconfigProgram,
  withObjectTree,
  type TreePurpose,
} from '../../kernel/index.js';
import { digestOf, writeAtomically } from '../../runtime/index.js';
import { onWait, type BuildContext } from '../context.js';
import { treeOptions, type TreeInputs } from './kernel-inputs.js';

/** Of how a config is made; another number is another config. */
const VERSION = 1;

/** Where configs lie in the cache folder. */
const KIND = 'configs';

/** A config that Kconfig made. */
export interface Configured {
  readonly text: string;
  /**
   * Kept no longer: Kconfig also probes what no key can name (headers of libraries, plugins of the
   * compiler), so a config that is not to be built with may come out otherwise the next time. Not to be
   * called while an object tree is held: who makes a config waits for one.
   */
  forget(): Promise<void>;
}

/**
 * What `olddefconfig` makes of `configText`, in the object tree of `purpose` where it has to be run;
 * `program` is the folder with Kconfig's program. Rejects as `configure` does.
 */
export async function configured(
  context: BuildContext,
  inputs: TreeInputs,
  configText: string,
  { purpose, program }: { readonly purpose: TreePurpose; readonly program: string },
): Promise<Configured> {
  const { cache, architecture, host, signal } = context;
  const { source, toolchain } = inputs;
  const waiting = { signal, onWait: onWait(context) };
  const made = {
    VERSION,
    source: source.digest,
    toolchain: toolchain.digest,
    architecture,
    configText,
  };
  const key = digestOf(made);
  const { folder } = await cache.stage(
    KIND,
    key,
    (empty, stop) =>
      withObjectTree(
        cache,
        { ...treeOptions(context, inputs), purpose },
        async (tree, held) => {
          await placeKconfigProgram(tree, program);
          const { text } = await configure(host.run, tree, configText, { signal: held });
          await writeAtomically(join(empty, 'config'), text);
        },
        { ...waiting, signal: stop },
      ),
    waiting,
  );
  return {
    text: await readFile(join(folder, 'config'), 'utf8'),
    forget: () => cache.discard(KIND, key, waiting),
  };
}
