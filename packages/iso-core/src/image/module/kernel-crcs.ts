// The checksums beside a kernel's export tables (__kcrctab*): plain numbers, except from 4.10 to
// 5.18 where an architecture chose offsets to them (MODULE_REL_CRCS).
import type { ElfFile, ElfSection } from '../elf/index.js';

/** One reading for all tables; `undefined` in it is a symbol without a checksum. */
export type CrcReading = (number | undefined)[][];

/**
 * The checksums of tables with `counts` entries each, out of the sections beside them. `undefined`
 * when a section has not as many as its table has entries.
 */
export function readKernelCrcs(
  kernel: ElfFile,
  sections: readonly (ElfSection | undefined)[],
  counts: readonly number[],
): CrcReading | undefined {
  const sizes = new Set<number>();
  for (const [index, section] of sections.entries()) {
    const count = counts[index] ?? 0;
    if (count > 0) sizes.add((section?.size ?? 0) / count);
    else if ((section?.size ?? 0) > 0) return undefined;
  }
  const [size] = sizes;
  if (size === undefined) return sections.map(() => []);
  if (sizes.size > 1) return undefined;
  if (size === 8) return sections.map((section) => words(kernel, section, 8));
  if (size !== 4) return undefined;
  // A checksum that happens to be the offset of an aligned place in the image is rare, and a kernel
  // has thousands of them.
  return relative(kernel, sections) ?? sections.map((section) => words(kernel, section, 4));
}

function words(kernel: ElfFile, section: ElfSection | undefined, step: number): number[] {
  const data = kernel.contents(section);
  return Array.from({ length: data.length / step }, (_, index) => data.readUInt32LE(index * step));
}

function relative(
  kernel: ElfFile,
  sections: readonly (ElfSection | undefined)[],
): CrcReading | undefined {
  const result: CrcReading = [];
  for (const section of sections) {
    const crcs: (number | undefined)[] = [];
    const data = kernel.contents(section);
    for (let at = 0; at < data.length; at += 4) {
      const target = (section?.address ?? 0n) + BigInt(at + data.readInt32LE(at));
      const crc = target === 0n ? undefined : wordAt(kernel, target);
      if (crc === undefined && target !== 0n) return undefined;
      crcs.push(crc);
    }
    result.push(crcs);
  }
  return result;
}

function wordAt(kernel: ElfFile, address: bigint): number | undefined {
  if (address % 4n !== 0n) return undefined;
  for (const section of kernel.sections) {
    const offset = address - section.address;
    const isLoaded = (section.flags & 2) !== 0;
    const data = kernel.contents(section);
    if (isLoaded && offset >= 0n && offset + 4n <= BigInt(data.length)) {
      return data.readUInt32LE(Number(offset));
    }
  }
  return undefined;
}
