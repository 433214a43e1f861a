// The tools that a build takes, looked for before they are needed: a kernel loses features in silence when
// one is missing, or fails after minutes.
import { checkTools, type ToolNeed } from '../../host/index.js';
import type { Inspection } from '../../inspect/index.js';
import {
  editsFor,
  kernelToolNeeds,
  parseKernelConfig,
  sourcePacker,
  type KernelConfig,
} from '../../kernel/index.js';
import { hostArchitecture } from '../../runtime/index.js';
import { appliesTo } from '../../spec/index.js';
import type { BuildContext } from '../context.js';
import { everySourceNeed } from './source/source-tools.js';

/**
 * Resolves when everything is there that the base's kernel takes, with what is required of it as far as
 * that can be told without its source. Rejects with `TOOLS_MISSING`.
 */
export async function checkBuildTools(context: BuildContext, base: Inspection): Promise<void> {
  await checkTools(context.host, toolNeeds(context, base));
}

/** The same for what Kconfig turned on besides: `config` is to be built. */
export async function checkFurtherTools(
  context: BuildContext,
  base: Inspection,
  config: KernelConfig,
): Promise<void> {
  const checked = toolNeeds(context, base).map(({ tool }) => tool);
  const needs = kernelToolNeeds(config, context.architecture, hostArchitecture());
  await checkTools(
    context.host,
    needs.filter(({ tool }) => !checked.includes(tool)),
  );
}

/** Of minikube's own kernels, what takes a tool: all of it is known only when the base is. */
const USUAL_OPTIONS = ['IKCONFIG', 'KERNEL_LZ4', 'UNWINDER_ORC'];

/** What a build most likely takes, before anything is known of what it starts from. */
export function usualToolNeeds({
  architecture,
  spec: { base },
}: Pick<BuildContext, 'architecture' | 'spec'>): ToolNeed[] {
  const config = parseKernelConfig(USUAL_OPTIONS.map((name) => `CONFIG_${name}=y\n`).join(''));
  return [
    ...kernelToolNeeds(config, architecture, hostArchitecture()),
    ...(base.kind === 'source'
      ? everySourceNeed()
      : [{ tool: 'xorriso', because: 'writing ISOs' }]),
  ];
}

function toolNeeds(
  { architecture, spec, requirements }: BuildContext,
  base: Inspection,
): ToolNeed[] {
  const { config, release } = base.kernel;
  const { launcher } = spec.kernel.compiler;
  const applicable = requirements.filter((each) => appliesTo(each, release, architecture));
  const wanted = config.with(editsFor(applicable, config));
  const packer = sourcePacker(spec.kernel.source);
  const isInFat = base.boot.kernel.alsoIn.some(({ where }) => where === 'efi-fat');
  return [
    ...kernelToolNeeds(wanted, architecture, hostArchitecture()),
    ...(packer === undefined ? [] : [{ tool: packer, because: 'the kernel source' }]),
    ...(launcher === undefined || launcher === 'none'
      ? []
      : [{ tool: launcher, because: '"kernel.compiler.launcher"' }]),
    { tool: 'xorriso', because: 'writing ISOs' },
    ...(isInFat ? [{ tool: 'mcopy', because: 'replacing the kernel in the EFI boot image' }] : []),
  ];
}
