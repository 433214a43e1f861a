// Which rules a tree's Kconfig goes by. Kernel 6.11 changed them: before, a choice was a symbol that
// its members depend on, with m as a state of its own, and a number without a value was empty; since,
// a choice's members are bools among which Kconfig picks one, and such a number is 0.
import type { KconfigFiles } from './files.js';

export type KconfigRules = 'before 6.11' | 'since 6.11';

/**
 * The rules of the kernel whose Makefile names its version; those of today when it names none.
 *
 * @throws IsoError of KconfigFiles when the tree has a Makefile that cannot be read
 */
export async function kconfigRulesOf(files: KconfigFiles): Promise<KconfigRules> {
  if (!files.has('Makefile')) return 'since 6.11';
  const makefile = await files.read('Makefile');
  const number = (name: string): number | undefined => {
    const digits = new RegExp(`^${name} *= *([0-9]{1,4})$`, 'm').exec(makefile)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const [version, patchLevel] = [number('VERSION'), number('PATCHLEVEL')];
  if (version === undefined || patchLevel === undefined) return 'since 6.11';
  return version < 6 || (version === 6 && patchLevel < 11) ? 'before 6.11' : 'since 6.11';
}
