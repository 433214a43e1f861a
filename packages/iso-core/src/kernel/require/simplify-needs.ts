// Makes a tree of needs short enough to read: nothing is said twice.
import type { Need } from './path.js';

/**
 * Leaves out needs that another one beside them has in its chain already, and what a need needs
 * where that was said before.
 */
export function simplifyNeeds(needs: readonly Need[]): Need[] {
  return simplified(needs, new Set());
}

function simplified(needs: readonly Need[], told: Set<string>): Need[] {
  const unique = [...new Map(needs.map((need) => [keyOf(need), need])).values()];
  const inner = unique.map((need) => new Set(keysIn(need.because)));
  return unique
    .filter((need, index) => {
      const key = keyOf(need);
      const isInOther = inner.some((keys, other) => other !== index && keys.has(key));
      return !isInOther && !told.has(key);
    })
    .map((need) => {
      told.add(keyOf(need));
      return { ...need, because: simplified(need.because, told) };
    });
}

function* keysIn(needs: readonly Need[]): Generator<string> {
  for (const need of needs) {
    yield keyOf(need);
    yield* keysIn(need.because);
  }
}

function keyOf({ what, wanted }: Need): string {
  return `${what}=${wanted}`;
}
