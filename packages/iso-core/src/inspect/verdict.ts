// The verdict on each requirement, by what an inspection found. Pure: it reads no ISO.
import type { Architecture } from '../runtime/index.js';
import {
  appliesTo,
  wishesOf,
  type ConfigValue,
  type OptionWish,
  type Requirement,
} from '../spec/index.js';

/** `not checked` is no pass: it is what cannot be known at the depth of the inspection. */
export type RequirementStatus = 'holds' | 'fails' | 'not checked' | 'not applicable';

export interface RequirementVerdict {
  readonly requirement: Requirement;
  readonly status: RequirementStatus;
  /** What each of its options is, in the requirement's order. */
  readonly actual: readonly ActualOption[];
}

export interface ActualOption {
  readonly option: string;
  readonly value: ConfigValue;
  readonly status: 'holds' | 'fails' | 'not checked';
  /** What proves the value, or what is wrong or missing, in one line. */
  readonly detail: string;
  /** The module that carries an option that is `m`, relative to the modules folder. */
  readonly module?: string;
}

/** Whether the module of an option that is `m` is in the ISO and loads into its kernel. */
export interface ModuleProof {
  readonly status: 'holds' | 'fails' | 'not checked';
  readonly detail: string;
  readonly module?: string;
}

/** What an inspection knows of the kernel and its modules. */
export interface KernelFacts {
  readonly release: string;
  readonly architecture: Architecture;
  /** The kernel's own, embedded config: `n` for what is not set. */
  readonly configured: (option: string) => ConfigValue;
  /**
   * Whether the overlay record says that a remaster added the option as a module; undefined where
   * nobody looked for a record.
   */
  readonly isRecorded: (option: string) => boolean | undefined;
  readonly proveModule: (option: string) => ModuleProof;
}

/**
 * Judges every requirement. `y` and every other value hold by the kernel's own config alone; `m`
 * holds only when its module was found and proven to load.
 */
export function judge(
  requirements: readonly Requirement[],
  facts: KernelFacts,
): RequirementVerdict[] {
  return requirements.map((requirement) => {
    const actual = wishesOf(requirement).map((wish) => judgeWish(wish, facts));
    if (!appliesTo(requirement, facts.release, facts.architecture)) {
      return { requirement, status: 'not applicable', actual };
    }
    return { requirement, status: statusOf(actual), actual };
  });
}

/** Whether every applicable requirement holds; `not checked` does not count as holding. */
export function allHold(verdicts: readonly RequirementVerdict[]): boolean {
  return verdicts.every(({ status }) => status === 'holds' || status === 'not applicable');
}

function statusOf(alternatives: readonly ActualOption[]): RequirementStatus {
  for (const status of ['holds', 'not checked'] as const) {
    if (alternatives.some((option) => option.status === status)) return status;
  }
  return 'fails';
}

/** What one option is, and whether that is one of the values wished for. */
export function judgeWish({ option, values }: OptionWish, facts: KernelFacts): ActualOption {
  const configured = facts.configured(option);
  // A remaster can add a module to a kernel that was configured without it; it can change nothing else.
  const isAdded = configured === 'n' ? facts.isRecorded(option) : false;
  if (isAdded === undefined && (values.includes('n') || values.includes('m'))) {
    const detail =
      'is n by the kernel’s own config; a module that was added is seen only at depth content';
    return { option, value: configured, status: 'not checked', detail };
  }
  const value = isAdded === true ? 'm' : configured;
  if (!values.includes(value)) {
    return { option, value, status: 'fails', detail: `is ${value}, wanted ${values.join(' or ')}` };
  }
  if (value !== 'm')
    return { option, value, status: 'holds', detail: 'by the kernel’s own config' };
  return { option, value, ...facts.proveModule(option) };
}
