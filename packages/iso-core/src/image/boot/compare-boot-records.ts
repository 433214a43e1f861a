// Whether an ISO still boots as the one it was made from: the same records, in whatever sectors.
import type { BootImageRecord, BootRecords } from './boot-records.js';
import type { Gpt, Mbr } from './partitions.js';

/**
 * What differs in `after`, in words with expected and found; empty when both boot alike. Files may
 * have moved and the volume may have grown, so sectors and sizes of partitions do not count; each boot
 * info table must point to where its image lies now.
 */
export function bootRecordDifferences(before: BootRecords, after: BootRecords): string[] {
  const pairs: [what: string, expected: unknown, found: unknown][] = [
    ['the volume id', before.volumeId, after.volumeId],
    ['the volume UUID', before.uuid, after.uuid],
    ['the volume dates', before.volumeDates, after.volumeDates],
    ['the boot catalog’s file', before.catalog?.path, after.catalog?.path],
    ['the boot catalog', before.catalog?.contentSha256, after.catalog?.contentSha256],
    ['the MBR’s boot code', before.systemArea.codeSha256, after.systemArea.codeSha256],
    ['the MBR’s partitions', mbrShape(before.systemArea.mbr), mbrShape(after.systemArea.mbr)],
    ['the GPT', gptShape(before.systemArea.gpt), gptShape(after.systemArea.gpt)],
    ['the number of boot images', before.images.length, after.images.length],
    ...before.images.map((image, index): [string, unknown, unknown] => [
      `boot image ${index + 1} (${image.path ?? image.platform})`,
      imageShape(image),
      imageShape(after.images[index]),
    ]),
  ];
  const differences = pairs
    .map(([what, expected, found]) => [what, JSON.stringify(expected), JSON.stringify(found)])
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected, found]) => `${what}: expected ${expected}, found ${found}`);
  const broken = after.images.flatMap(({ path, problems }, index) =>
    problems.map((problem) => `boot image ${index + 1} (${path ?? 'hidden'}): ${problem}`),
  );
  return [...differences, ...broken];
}

function imageShape(image: BootImageRecord | undefined) {
  if (image === undefined) return undefined;
  const { platform, bootable, emulation, loadSegment, sectorCount, size, contentSha256 } = image;
  const hasBootInfo = image.bootInfo !== undefined;
  return {
    platform,
    bootable,
    emulation,
    loadSegment,
    sectorCount,
    size,
    contentSha256,
    hasBootInfo,
  };
}

function mbrShape(mbr: Mbr | undefined) {
  const shape = mbr?.partitions.map(({ number, type, active }) => ({ number, type, active }));
  return mbr && { diskId: mbr.diskId, partitions: shape };
}

// xorriso fills what is left between partitions with others of its own, as the sizes require.
function gptShape(gpt: Gpt | undefined) {
  const shape = gpt?.partitions
    .filter(({ name }) => !/^Gap\d+$/.test(name))
    .map(({ type, id, name }) => ({ type, id, name }));
  return gpt && { diskId: gpt.diskId, partitions: shape };
}
