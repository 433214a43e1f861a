// What the base offers, as a kernel config: its kernel's own, but a module that a remaster has added counts
// as `m`, and an option whose module is not there, or does not load, counts as off. Edits, gate and route
// go by this one, so that a base that was remastered before keeps its modules under a new kernel, and a
// module that is missing is made.
import { judgeOption, type Inspection, type ModulesOfOption } from '../../inspect/index.js';
import type { KernelConfig } from '../../kernel/index.js';
import { optionsOf, type ConfigValue, type Requirement } from '../../spec/index.js';

/**
 * The config that `base` offers.
 *
 * @param requirements only options that these ask for are looked at for a missing module
 * @param modulesOf the modules of options that are `m` in the kernel's own config
 */
export function offeredConfig(
  base: Inspection,
  requirements: readonly Requirement[],
  modulesOf: ModulesOfOption,
): KernelConfig {
  const { config } = base.kernel;
  const recorded = (base.content?.modules.record?.modules ?? []).flatMap(({ options }) => options);
  const asModule = (option: string) =>
    judgeOption(base, { option, values: ['m'] }, modulesOf).status;
  const changes = new Map<string, ConfigValue>();
  for (const option of new Set(recorded)) {
    if (config.get(option) === 'n' && asModule(option) === 'holds') changes.set(option, 'm');
  }
  for (const option of new Set(optionsOf(requirements))) {
    if (config.get(option) === 'm' && asModule(option) === 'fails') changes.set(option, 'n');
  }
  return changes.size === 0 ? config : config.with(changes);
}
