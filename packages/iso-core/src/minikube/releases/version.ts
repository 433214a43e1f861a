// Release versions as numbers that can be compared.

/** Major, minor, patch. */
export type Version = readonly [number, number, number];

/** `1.38.1` or `v1.38.1`; anything else, pre-releases too, is `undefined`. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** How far two versions are apart: first by major, then by minor, then by patch. */
export function versionDistance(a: Version, b: Version): number {
  const weights = [1e8, 1e4, 1];
  return weights.reduce((sum, weight, index) => {
    return sum + weight * Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  }, 0);
}
