// What a kernel or a module is built from and with.
import type { Launcher, ObjectTreeOptions, Toolchain } from '../../kernel/index.js';
import type { Inspection } from '../../inspect/index.js';
import type { AcquiredSource } from '../acquire-kernel-source.js';
import type { BuildContext } from '../context.js';

/** What a kernel is configured from and with. */
export interface TreeInputs {
  readonly source: AcquiredSource;
  readonly toolchain: Toolchain;
  readonly launcher?: Launcher;
  readonly epochSeconds: number;
}

export interface KernelInputs extends TreeInputs {
  readonly base: Inspection;
}

/** What every object tree of a build is opened with, whatever it is for. */
export function treeOptions(
  { architecture }: Pick<BuildContext, 'architecture'>,
  { source, toolchain, launcher, epochSeconds }: TreeInputs,
): Omit<ObjectTreeOptions, 'purpose'> {
  return {
    source,
    architecture,
    toolchain,
    epochSeconds,
    ...(launcher === undefined ? {} : { launcher }),
  };
}
