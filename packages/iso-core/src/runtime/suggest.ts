// Finds the name that was probably meant, for errors about unknown keys, options and presets.

/** Names longer than this are never compared: nobody misspells one into another. */
const LONGEST_NAME = 200;

/**
 * The candidate nearest to `name`, or `undefined` when none is near enough to be worth showing. Near
 * means few typing errors for its length, whatever its case; failing that, the shortest candidate
 * that holds the whole name (`SCH_PRIO` finds `NET_SCH_PRIO`). The first of equals wins.
 */
export function suggestNearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  if (wanted.length === 0 || wanted.length > LONGEST_NAME) return undefined;
  let nearest: string | undefined;
  let nearestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let holder: string | undefined;
  for (const candidate of candidates) {
    const found = candidate.toLowerCase();
    if (Math.abs(found.length - wanted.length) < nearestDistance) {
      const distance = editDistance(wanted, found, nearestDistance);
      if (distance < nearestDistance) {
        nearestDistance = distance;
        nearest = candidate;
      }
    }
    if (wanted.length >= 4 && found.includes(wanted)) {
      if (holder === undefined || candidate.length < holder.length) holder = candidate;
    }
  }
  return nearest ?? holder;
}

/**
 * How many characters must be inserted, removed, replaced or swapped with their neighbour to turn
 * one text into the other (optimal string alignment); `limit` when it is that many or more.
 */
function editDistance(one: string, other: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          swapped ? at(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    if (Math.min(...current) >= limit) return limit;
    beforeLast = last;
    last = current;
  }
  return Math.min(at(last, other.length), limit);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
