// Release versions as numbers that can be compared.

/** Major, minor, patch. */
export type Version = readonly [number, number, number];

/** `1.38.1` or `v1.38.1`; anything else, pre-releases too, is `undefined`. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Negative when `a` is the older, positive when it is the newer, else 0. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
