// Makes a net of needs a tree short enough to read: nothing is said twice.
import type { Need } from './path.js';

/**
 * Leaves out needs that another one beside them has in its chain already, and what a need needs
 * where that was said before. Takes time that grows with the number of different needs, though they
 * may be reached in very many ways.
 */
export function simplifyNeeds(needs: readonly Need[]): Need[] {
  return simplified(needs, new Set(), new Map());
}

type KeysWithin = Map<Need, ReadonlySet<string>>;

function simplified(needs: readonly Need[], told: Set<string>, within: KeysWithin): Need[] {
  const unique = [...new Map(needs.map((need) => [keyOf(need), need])).values()];
  const inner = unique.map((need) => keysWithin(need, within));
  return unique
    .filter((need, index) => {
      const key = keyOf(need);
      const isInOther = inner.some((keys, other) => other !== index && keys.has(key));
      return !isInOther && !told.has(key);
    })
    .flatMap((need) => {
      if (told.has(keyOf(need))) return [];
      told.add(keyOf(need));
      return [{ ...need, because: simplified(need.because, told, within) }];
    });
}

/** The keys of all that a need needs, however far. */
function keysWithin(need: Need, within: KeysWithin): ReadonlySet<string> {
  const known = within.get(need);
  if (known !== undefined) return known;
  const keys = new Set<string>();
  within.set(need, keys);
  for (const inner of need.because) {
    keys.add(keyOf(inner));
    for (const key of keysWithin(inner, within)) keys.add(key);
  }
  return keys;
}

function keyOf({ what, wanted }: Need): string {
  return `${what}=${wanted}`;
}
