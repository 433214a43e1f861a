// Whether a requirement holds, given what its options are.
import { wishesOf, type ConfigValue, type OptionWish, type Requirement } from '../../spec/index.js';
import { canonicalValue } from '../config/index.js';

export interface RequirementEvaluation {
  readonly holds: boolean;
  /** The wish that is fulfilled: the requirement's own, or the first such alternative. */
  readonly by?: OptionWish;
  /** What each option of the requirement is. */
  readonly found: ReadonlyArray<{ readonly option: string; readonly value: ConfigValue }>;
}

/** @param valueOf what a config has for an option, as `KernelConfig.get` tells it */
export function evaluate(
  requirement: Requirement,
  valueOf: (option: string) => ConfigValue,
): RequirementEvaluation {
  const wishes = wishesOf(requirement);
  const found = wishes.map(({ option }) => ({ option, value: valueOf(option) }));
  const by = wishes.find((wish) => fulfils(wish, valueOf(wish.option)));
  return by === undefined ? { holds: false, found } : { holds: true, by, found };
}

/** Whether `value` is one of those that satisfy a wish, however the two are spelt. */
export function fulfils(wish: OptionWish, value: ConfigValue): boolean {
  const found = canonicalValue(value) ?? value;
  return wish.values.some((wanted) => (canonicalValue(wanted) ?? wanted) === found);
}
