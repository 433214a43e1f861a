// Requirements that no kernel can satisfy together.
import {
  requirementName,
  wishesOf,
  type ConfigValue,
  type OptionWish,
  type Requirement,
} from './requirement.js';

export interface Contradiction {
  /** The requirement's name: an option, or several joined by `or`. */
  readonly option: string;
  /** Who wants what, as texts for people: `chaos-controller/disk-pressure`, `y or m`. */
  readonly sides: readonly { readonly origin: string; readonly values: string }[];
}

/** Every option that is wanted as two things at once, and every choice that is left with nothing. */
export function contradictionsOf(requirements: readonly Requirement[]): Contradiction[] {
  const wishes = wishesByOption(requirements);
  const options = [...wishes].flatMap(([option, wanted]): Contradiction[] => {
    const isPossible = possibleValues(wanted).length > 0;
    return isPossible ? [] : [{ option, sides: sidesOf(wanted) }];
  });
  const choices = requirements.flatMap((requirement): Contradiction[] => {
    if (requirement.kind === 'option') return [];
    const left = requirement.alternatives.flatMap((wish) => narrow(wish, wishes) ?? []);
    if (left.length > 0) return [];
    const against = requirement.alternatives.flatMap(({ option }) => wishes.get(option) ?? []);
    return [{ option: requirementName(requirement), sides: sidesOf([requirement, ...against]) }];
  });
  return [...options, ...choices];
}

/** Takes from every choice the alternatives and values that other requirements rule out. */
export function narrowAlternatives(requirements: readonly Requirement[]): Requirement[] {
  const wishes = wishesByOption(requirements);
  return requirements.map((requirement) => {
    if (requirement.kind === 'option') return requirement;
    const alternatives = requirement.alternatives.flatMap((wish) => narrow(wish, wishes) ?? []);
    return { ...requirement, alternatives };
  });
}

type Wishes = ReadonlyMap<string, readonly Requirement[]>;

function wishesByOption(requirements: readonly Requirement[]): Wishes {
  const wishes = new Map<string, Requirement[]>();
  for (const requirement of requirements) {
    if (requirement.kind === 'anyOf') continue;
    wishes.set(requirement.option, [...(wishes.get(requirement.option) ?? []), requirement]);
  }
  return wishes;
}

function possibleValues(wanted: readonly Requirement[]): readonly ConfigValue[] {
  const [first, ...others] = wanted.map((requirement) =>
    wishesOf(requirement).flatMap((wish) => wish.values),
  );
  return (first ?? []).filter((value) => others.every((values) => values.includes(value)));
}

function narrow(wish: OptionWish, wishes: Wishes): OptionWish | undefined {
  const others = wishes.get(wish.option);
  if (others === undefined) return wish;
  const possible = possibleValues(others);
  // An option that contradicts itself is named once, not with every choice that it is part of.
  if (possible.length === 0) return wish;
  const values = wish.values.filter((value) => possible.includes(value));
  return values.length === 0 ? undefined : { ...wish, values };
}

function sidesOf(requirements: readonly Requirement[]): Contradiction['sides'] {
  const sides = requirements.map((requirement) => ({
    origin: requirement.origins.join(', '),
    values:
      requirement.kind === 'option'
        ? requirement.values.join(' or ')
        : requirement.alternatives
            .map(({ option, values }) => `${option}=${values.join('|')}`)
            .join(' or '),
  }));
  return sides.filter(
    (side, index) =>
      sides.findIndex(({ origin, values }) => origin === side.origin && values === side.values) ===
      index,
  );
}
