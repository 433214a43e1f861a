// What has to be built: the base's config with the requirements, put through the kernel's own Kconfig and
// the gate, and the route that follows from what changed. Nothing is compiled before this has passed.
import {
  assertGate,
  assertNoForeignPaths,
  chooseRoute,
  editsFor,
  gate,
  kconfigProgram,
  moduleFinder,
  parseKernelConfig,
  readKconfigTree,
  type ConfiguredSource,
  type GateResult,
  type KernelConfig,
  type KconfigTree,
  type RouteChoice,
  type SourceIndex,
  type TreePurpose,
} from '../../kernel/index.js';
import { moduleName } from '../../image/index.js';
import { wellKnownModules, type Inspection, type ModulesOfOption } from '../../inspect/index.js';
import { allSettled, kernelArch } from '../../runtime/index.js';
import type { Requirement } from '../../spec/index.js';
import { jobsOf, onWait, type BuildContext } from '../context.js';
import { configured } from './configured.js';
import { treeOptions, type KernelInputs, type TreeInputs } from './kernel-inputs.js';
import { offeredConfig } from './offered-config.js';
import { overrideRequirements } from './overrides.js';

export interface Plan {
  readonly choice: RouteChoice;
  /** The folder with Kconfig's program. */
  readonly program: string;
  /** The `.config` that olddefconfig made. */
  readonly configText: string;
  readonly config: KernelConfig;
  readonly gated: GateResult;
  readonly modulesOf: ModulesOfOption;
  /** What the base has, see `offeredConfig`. */
  readonly offered: KernelConfig;
  /** Names of the modules of options that are `m` in the base and off in `config`. */
  readonly switchedOff: ReadonlySet<string>;
  /** What was configured is not kept: the next build configures anew. */
  forget(): Promise<void>;
}

/**
 * Configures and decides. Errors: `OPTIONS_NOT_MET`, `OPTIONS_LOST`, `CONFIG_NAMES_FOREIGN_PATH`, and
 * those of Kconfig and of make.
 */
export async function planKernel(context: BuildContext, inputs: KernelInputs): Promise<Plan> {
  const { architecture, spec } = context;
  const { base, source } = inputs;
  const overrides = overrideRequirements(spec);
  const requirements = [...context.requirements, ...overrides];
  const [program, { index, offered, tree, editedText }] = await allSettled([
    kconfigProgramOf(context, inputs),
    editConfig(context, inputs, requirements),
  ]);
  // Side by side, each in a tree of its own: Kconfig keeps one processor busy.
  const [edited, baseline] = await allSettled([
    configured(context, inputs, editedText, { purpose: modulesTree(base), program }),
    configured(context, inputs, offered.toString(), { purpose: { route: 'configure' }, program }),
  ]);
  const { text } = edited;
  const forget = async (): Promise<void> => {
    await Promise.all([edited.forget(), baseline.forget()]);
  };
  const config = parseKernelConfig(text);
  const gated = gate({
    base: offered,
    baseline: parseKernelConfig(baseline.text),
    result: config,
    requirements,
    tree,
    kernelRelease: base.kernel.release,
    architecture,
    emptied: overrides.map(({ option }) => option),
  });
  try {
    assertGate(gated);
    assertNoForeignPaths(config);
  } catch (error) {
    await forget();
    throw error;
  }
  const choice = chooseRoute({
    // What has no prompt follows other options, and counts: it may be built into the kernel.
    changes: [...gated.changes, ...gated.excused.filter(({ cause }) => cause === 'promptless')],
    base: offered,
    configured: config,
    facts: { hasSymvers: base.content?.modules.kernelSymvers !== undefined },
    source,
    index,
    architecture,
  });
  const modulesOf = modulesIn(config, { source, index, architecture });
  const off = [...gated.changes, ...gated.excused].filter(
    ({ before, after }) => before === 'm' && after === 'n',
  );
  const modulesOfBase = modulesIn(offered, { source, index, architecture });
  const switchedOff = new Set(
    off.flatMap(({ symbol }) => [
      ...(modulesOfBase(symbol) ?? []),
      ...(wellKnownModules(symbol) ?? []),
    ]),
  );
  return {
    choice,
    offered,
    program,
    configText: text,
    config,
    gated,
    modulesOf,
    switchedOff,
    forget,
  };
}

/** The folder with Kconfig's program for this source. */
export async function kconfigProgramOf(context: BuildContext, inputs: TreeInputs): Promise<string> {
  const { cache, host, signal } = context;
  return kconfigProgram(
    cache,
    { ...treeOptions(context, inputs), run: host.run, jobs: await jobsOf(context) },
    { signal, onWait: onWait(context) },
  );
}

interface EditedConfig {
  readonly index: SourceIndex;
  readonly tree: KconfigTree;
  readonly offered: KernelConfig;
  readonly editedText: string;
}

/** What the base offers, with what is required, and what of the source tells how. */
async function editConfig(
  { architecture }: BuildContext,
  { base, source }: KernelInputs,
  requirements: readonly Requirement[],
): Promise<EditedConfig> {
  const index = await source.index();
  const modulesOf = modulesIn(base.kernel.config, { source, index, architecture });
  const offered = offeredConfig(base, requirements, modulesOf);
  const tree = await readKconfigTree(source.folder, kernelArch(architecture));
  const edits = editsFor(requirements, offered, tree);
  return { index, tree, offered, editedText: offered.with(edits).toString() };
}

/** Names of the modules that an option builds which is `m` in `configured`. */
export function modulesIn(
  configured: KernelConfig,
  where: Omit<ConfiguredSource, 'configured'>,
): ModulesOfOption {
  const modulesFrom = moduleFinder({ configured, ...where });
  return (option) =>
    configured.get(option) === 'm' ? modulesFrom(option).map(moduleName) : undefined;
}

/** Modules hang on the base's exported symbols: no other base's tree may serve them. */
export function modulesTree(base: Inspection): TreePurpose {
  return { route: 'modules', baseDigest: base.kernel.sha256 };
}
