// What has to be built: the base's config with the requirements, put through the kernel's own Kconfig and
// the gate, and the route that follows from what changed. Nothing is compiled before this has passed.
import {
  assertGate,
  assertNoForeignPaths,
  chooseRoute,
  configure,
  editsFor,
  gate,
  moduleFinder,
  parseKernelConfig,
  readKconfigTree,
  sourceIndex,
  withObjectTree,
  type GateResult,
  type KernelConfig,
  type Launcher,
  type RouteChoice,
  type Toolchain,
} from '../../kernel/index.js';
import { moduleName } from '../../image/index.js';
import { wellKnownModules, type Inspection, type ModulesOfOption } from '../../inspect/index.js';
import { kernelArch } from '../../runtime/index.js';
import type { AcquiredSource } from '../acquire-kernel-source.js';
import { onWait, type BuildContext } from '../context.js';
import { overrideRequirements } from './overrides.js';

/** What a kernel or a module is built from and with. */
export interface KernelInputs {
  readonly base: Inspection;
  readonly source: AcquiredSource;
  readonly toolchain: Toolchain;
  readonly launcher?: Launcher;
  readonly epochSeconds: number;
}

export interface Plan {
  readonly choice: RouteChoice;
  /** What was given to olddefconfig. */
  readonly editedText: string;
  /** The `.config` that olddefconfig made of it. */
  readonly config: KernelConfig;
  readonly gated: GateResult;
  readonly modulesOf: ModulesOfOption;
  /** Names of the modules of options that are `m` in the base and off in `config`. */
  readonly switchedOff: ReadonlySet<string>;
}

/**
 * Configures and decides. Errors: `OPTIONS_NOT_MET`, `OPTIONS_LOST`, `CONFIG_NAMES_FOREIGN_PATH`, and
 * those of Kconfig and of make.
 */
export async function planKernel(context: BuildContext, inputs: KernelInputs): Promise<Plan> {
  const { cache, architecture, spec, signal } = context;
  const { base, source } = inputs;
  const tree = await readKconfigTree(source.folder, kernelArch(architecture));
  const overrides = overrideRequirements(spec);
  const requirements = [...context.requirements, ...overrides];
  const edits = editsFor(requirements, base.kernel.config, tree);
  const editedText = base.kernel.config.with(edits).toString();
  const { text, baselineText } = await configureBoth(context, inputs, editedText);
  const config = parseKernelConfig(text);
  const gated = gate({
    base: base.kernel.config,
    baseline: parseKernelConfig(baselineText),
    result: config,
    requirements,
    tree,
    kernelRelease: base.kernel.release,
    architecture,
    emptied: overrides.map(({ option }) => option),
  });
  assertGate(gated);
  assertNoForeignPaths(config);
  const index = await sourceIndex(cache, source, architecture, signal);
  const choice = chooseRoute({
    // What has no prompt follows other options, and counts: it may be built into the kernel.
    changes: [...gated.changes, ...gated.excused.filter(({ cause }) => cause === 'promptless')],
    base: base.kernel.config,
    configured: config,
    facts: { hasSymvers: base.content?.modules.kernelSymvers !== undefined },
    source,
    index,
    architecture,
  });
  const modulesFrom = moduleFinder({ configured: config, source, index, architecture });
  const known = new Map<string, readonly string[]>();
  const modulesOf: ModulesOfOption = (option) => {
    if (config.get(option) !== 'm') return undefined;
    const names = known.get(option) ?? modulesFrom(option).map(moduleName);
    known.set(option, names);
    return names;
  };
  const off = [...gated.changes, ...gated.excused].filter(
    ({ before, after }) => before === 'm' && after === 'n',
  );
  const baseModules = moduleFinder({ configured: base.kernel.config, source, index, architecture });
  const switchedOff = new Set(
    off.flatMap(({ symbol }) => [
      ...baseModules(symbol).map(moduleName),
      ...(wellKnownModules(symbol) ?? []),
    ]),
  );
  return { choice, editedText, config, gated, modulesOf, switchedOff };
}

/** The base's own config and the edited one, through the same olddefconfig. */
async function configureBoth(
  context: BuildContext,
  { base, source, toolchain, launcher, epochSeconds }: KernelInputs,
  editedText: string,
): Promise<{ text: string; baselineText: string }> {
  const { cache, architecture, host, signal } = context;
  return withObjectTree(
    cache,
    {
      source,
      architecture,
      toolchain,
      purpose: { route: 'configure' },
      epochSeconds,
      ...(launcher === undefined ? {} : { launcher }),
    },
    async (tree, held) => {
      const options = { signal: held };
      const baseline = await configure(host.run, tree, base.kernel.configText, options);
      const edited = await configure(host.run, tree, editedText, options);
      return { text: edited.text, baselineText: baseline.text };
    },
    { signal, onWait: onWait(context) },
  );
}
