// What has to be built: the base's config with the requirements, put through the kernel's own Kconfig and
// the gate, and the route that follows from what changed. Nothing is compiled before this has passed.
import {
  assertGate,
  assertNoForeignPaths,
  chooseRoute,
  configure,
  editsFor,
  gate,
  parseKernelConfig,
  readKconfigTree,
  withObjectTree,
  type GateResult,
  type KconfigTree,
  type KernelConfig,
  type Launcher,
  type Toolchain,
} from '../../kernel/index.js';
import type { Inspection } from '../../inspect/index.js';
import { kernelArch } from '../../runtime/index.js';
import type { AcquiredSource } from '../acquire-kernel-source.js';
import { onWait, type BuildContext } from '../context.js';

export interface KernelInputs {
  readonly base: Inspection;
  readonly source: AcquiredSource;
  readonly toolchain: Toolchain;
  readonly launcher?: Launcher;
  readonly epochSeconds: number;
}

export interface Plan {
  /** The `.config` that olddefconfig made of the edited base config. */
  readonly config: KernelConfig;
  /** What was given to olddefconfig. */
  readonly editedText: string;
  readonly tree: KconfigTree;
  readonly gated: GateResult;
}
