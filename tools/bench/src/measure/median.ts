/** The middle of `values`, between two of them where their number is even; at least one is needed. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const above = sorted[Math.floor(sorted.length / 2)];
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  if (above === undefined || below === undefined) throw new TypeError('No values, no median');
  return (above + below) / 2;
}
