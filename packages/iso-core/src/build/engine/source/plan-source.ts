// What minikube's kernel has to be configured as: its defconfig with the requirements, put through the
// kernel's own Kconfig and the gate in seconds, before a make that takes hours and checks nothing.
import {
  assertGate,
  editDefconfig,
  editsFor,
  gate,
  parseKernelConfig,
  readKconfigTree,
  toolchainOf,
  type GateResult,
  type KernelConfig,
} from '../../../kernel/index.js';
import type { ModulesOfOption } from '../../../inspect/index.js';
import { kernelArch } from '../../../runtime/index.js';
import { optionsOf } from '../../../spec/index.js';
import { acquireKernelSource } from '../../acquire-kernel-source.js';
import type { BuildContext } from '../../context.js';
import { configured } from '../configured.js';
import type { TreeInputs } from '../kernel-inputs.js';
import { kconfigProgramOf, modulesIn } from '../plan.js';
import type { SourceInputs } from './source-inputs.js';
import { checkSourceTools } from './source-tools.js';

export interface SourcePlan {
  /** The digest of what compiles here; Buildroot compiles its own tools with it. */
  readonly toolchain: string;
  /** minikube's linux defconfig with what is required. */
  readonly defconfig: string;
  readonly gated: GateResult;
  /** The modules of the options that are required as such. */
  readonly modulesOf: ModulesOfOption;
  /** The same gate for the kernel that was built: `lost` is what minikube's own defconfig asked for. */
  readonly gateBuilt: (config: KernelConfig) => GateResult;
}

/**
 * Configures and decides. Errors: `TOOLS_MISSING`, `OPTIONS_NOT_MET`, `OPTIONS_LOST`, and those of the
 * kernel source, of Kconfig and of make.
 */
export async function planSource(context: BuildContext, inputs: SourceInputs): Promise<SourcePlan> {
  const { architecture, requirements, stages } = context;
  const { layout, minikube } = inputs;
  const original = await minikube.tree.read(layout.linuxDefconfig);
  await checkSourceTools(context, layout, parseKernelConfig(original));
  const kernel = await kernelInputs(context, layout.kernel.release);
  return stages.run('Configure the kernel', async () => {
    const { source } = kernel;
    const index = await source.index();
    const tree = await readKconfigTree(source.folder, kernelArch(architecture));
    const program = await kconfigProgramOf(context, kernel);
    const configure = (text: string) =>
      configured(context, kernel, text, { purpose: { route: 'configure' }, program });
    const offered = parseKernelConfig((await configure(original)).text);
    const edits = editsFor(requirements, asWished(original, offered), tree);
    const defconfig = editDefconfig(original, edits);
    const made = await configure(defconfig);
    const config = parseKernelConfig(made.text);
    const common = { requirements, tree, kernelRelease: layout.kernel.release, architecture };
    const gated = gate({ ...common, base: offered, baseline: offered, result: config });
    try {
      assertGate(gated);
    } catch (error) {
      await made.forget();
      throw error;
    }
    const modulesOf = modulesIn(config, { source, index, architecture });
    const known = new Map(optionsOf(requirements).map((option) => [option, modulesOf(option)]));
    const named = namedIn(original, offered);
    const value: SourcePlan = {
      toolchain: kernel.toolchain.digest,
      defconfig,
      gated,
      modulesOf: (option) => known.get(option),
      gateBuilt: (result) => gate({ ...common, base: named, result }),
    };
    return { value, detail: `Linux ${layout.kernel.release}` };
  });
}

async function kernelInputs(context: BuildContext, release: string): Promise<TreeInputs> {
  const { host, architecture, signal, stages } = context;
  const toolchain = await toolchainOf(host.run, architecture, { signal });
  const source = await stages.run('Get the kernel source', async () => {
    const value = await acquireKernelSource(context, release);
    return { value, cached: value.cached };
  });
  return { source, toolchain, epochSeconds: 0 };
}

/**
 * What is offered, and what a defconfig asks for in vain: where a requirement adds what it lacked, it gets
 * what it asked for, and not the least that the requirement takes.
 */
function asWished(defconfig: string, offered: KernelConfig): KernelConfig {
  const asked = parseKernelConfig(defconfig);
  const inVain = asked
    .symbols()
    .filter((symbol) => offered.get(symbol) === 'n' && ['y', 'm'].includes(asked.get(symbol)));
  return offered.with(new Map(inVain.map((symbol) => [symbol, asked.get(symbol)])));
}

/**
 * What a defconfig asks for by name and gets. Of the rest some depends on the compiler, which is
 * Buildroot's in the ISO and this machine's here.
 */
function namedIn(defconfig: string, offered: KernelConfig): KernelConfig {
  const symbols = parseKernelConfig(defconfig)
    .symbols()
    .filter((symbol) => offered.get(symbol) !== 'n');
  const values = new Map(symbols.map((symbol) => [symbol, offered.get(symbol)]));
  return parseKernelConfig('').with(values);
}
