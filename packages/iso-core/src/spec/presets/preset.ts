// What a preset is: a named list of requirements, each with its reason.
import type { Architecture } from '../../runtime/index.js';
import type { KernelRange } from '../kernel-range.js';
import type { ConfigValue, OptionWish } from '../requirement.js';

export interface Preset {
  /** With a `/` or a lower-case letter, so that no kernel option is called the same. */
  readonly name: string;
  readonly description: string;
  readonly entries: readonly PresetEntry[];
  /** Presets whose entries it has as well. */
  readonly includes?: readonly string[];
}

export type PresetEntry = { readonly reason: string } & Applicability & (SingleOption | AnyOption);

interface SingleOption {
  readonly option: string;
  /** Default: y or m. */
  readonly values?: readonly ConfigValue[];
  /** For an option that nobody can set: what switches it on. */
  readonly promptless?: string;
}

interface AnyOption {
  readonly anyOf: readonly OptionWish[];
}

/** The kernels that an entry is applicable to; all of them by default. */
export interface Applicability {
  readonly kernels?: KernelRange;
  readonly kernelsOn?: Readonly<Partial<Record<Architecture, KernelRange>>>;
}
