// What a kernel must be configured as, and why: the type that specs and presets become and that the
// kernel code edits towards and is judged by.
import type { Architecture } from '../runtime/index.js';
import { isInKernelRange, type KernelRange } from './kernel-range.js';

/**
 * A value as a `.config` file spells it: `y`, `m`, `n` (also for "is not set"), `100`, `0x10`, or
 * a string in its double quotes with `"` and `\` escaped by `\`, as Kconfig writes it.
 */
export type ConfigValue = string;

/** A kernel option (a Kconfig symbol without `CONFIG_`) with the values that satisfy the wish. */
export interface OptionWish {
  readonly option: string;
  readonly values: readonly ConfigValue[];
}

interface RequirementBasis {
  /** One or more whole sentences: what the option is needed for. */
  readonly reason: string;
  /** Who asks: preset names, or places in the spec such as `kernel.require[2]`. */
  readonly origins: readonly string[];
  /** Kernels that the requirement is applicable to. Default: all. */
  readonly kernels?: KernelRange;
  /** For the architectures named here, in place of `kernels`. */
  readonly kernelsOn?: Readonly<Partial<Record<Architecture, KernelRange>>>;
}

export interface OptionRequirement extends OptionWish, RequirementBasis {
  readonly kind: 'option';
}

/** Holds when at least one of its alternatives does. */
export interface AnyOfRequirement extends RequirementBasis {
  readonly kind: 'anyOf';
  readonly alternatives: readonly OptionWish[];
}

export type Requirement = OptionRequirement | AnyOfRequirement;

/** What a bare option name asks for. */
export const BUILT_IN_OR_MODULE: readonly ConfigValue[] = ['y', 'm'];

/** The alternatives of a requirement; of an option requirement, that option alone. */
export function wishesOf(requirement: Requirement): readonly OptionWish[] {
  return requirement.kind === 'option' ? [requirement] : requirement.alternatives;
}

/** Every option that requirements name, in their order. */
export function optionsOf(requirements: readonly Requirement[]): string[] {
  return requirements.flatMap(wishesOf).map(({ option }) => option);
}

/** How reports and errors call a requirement: `NET_SCH_PRIO`, `NET_CLS_CGROUP or CGROUP_NET_CLASSID`. */
export function requirementName(requirement: Requirement): string {
  return wishesOf(requirement)
    .map((wish) => wish.option)
    .join(' or ');
}

/**
 * Whether a requirement says anything about a kernel. Outside its kernel range it is `not
 * applicable`: the option does not exist there, or its dependencies do not.
 *
 * @param kernelRelease such as `6.6.95` or `5.10.0-rc1-lab`
 * @throws IsoError `KERNEL_RELEASE_INVALID`
 */
export function appliesTo(
  requirement: Requirement,
  kernelRelease: string,
  architecture: Architecture,
): boolean {
  const range = requirement.kernelsOn?.[architecture] ?? requirement.kernels;
  return range === undefined || isInKernelRange(kernelRelease, range);
}
