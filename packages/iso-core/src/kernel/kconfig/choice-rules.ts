// How choices work in a tree: 6.11 changed it. Before, a choice was a symbol that its members depend
// on, with m as a state of its own; since, its members are bools among which Kconfig picks one.
import type { KconfigFiles } from './files.js';

export type ChoiceRules = 'symbol' | 'members';

/**
 * The rules of the kernel whose Makefile names its version; those of today when it names none.
 *
 * @throws IsoError of KconfigFiles when the tree has a Makefile that cannot be read
 */
export async function choiceRulesOf(files: KconfigFiles): Promise<ChoiceRules> {
  if (!files.has('Makefile')) return 'members';
  const makefile = await files.read('Makefile');
  const number = (name: string): number | undefined => {
    const digits = new RegExp(`^${name} *= *([0-9]{1,4})$`, 'm').exec(makefile)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const [version, patchLevel] = [number('VERSION'), number('PATCHLEVEL')];
  if (version === undefined || patchLevel === undefined) return 'members';
  return version < 6 || (version === 6 && patchLevel < 11) ? 'symbol' : 'members';
}
