/** Offsets of the first and the last byte. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The range that a request asks for (RFC 9110 §14.1.2), cut to a file of `size` bytes; `undefined`
 * where it asks for none, for several, or for one past the end.
 */
export function parseRange(header: string | undefined, size: number): Range | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  const start = Number(first);
  const end = Math.min(last === '' ? size : Number(last), size - 1);
  return start <= end ? { start, end } : undefined;
}
