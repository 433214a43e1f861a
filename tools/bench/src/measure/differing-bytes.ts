/** How many bytes differ between two files; those that only the longer one has count too. */
export function differingBytes(one: Uint8Array, other: Uint8Array): number {
  const common = Math.min(one.byteLength, other.byteLength);
  let count = Math.max(one.byteLength, other.byteLength) - common;
  for (let index = 0; index < common; index += 1) {
    if (one[index] !== other[index]) count += 1;
  }
  return count;
}
