// Whether two ISOs boot alike: the El Torito catalog, the boot images with their tables, the MBR
// and the GPT.
import type { ByteSource } from '../bytes/index.js';
import type { IsoImage } from '../iso9660/index.js';
import { bootImagesOf, placeDependent, readBootInfo, type BootImage } from './boot-image.js';
import type { IsoViolation } from './compare-isos.js';
import { sameBytes } from './same-bytes.js';
import type { VolumeFacts } from './volume-facts.js';

export interface BootSide {
  readonly iso: IsoImage;
  readonly facts: VolumeFacts;
  /** Files by the offset of their data, in bytes. */
  readonly files: ReadonlyMap<number, { readonly path: string; readonly bytes: ByteSource }>;
}

/** What differs; where records say where things lie, they have to be right, not equal. */
export async function compareBoot(base: BootSide, output: BootSide): Promise<IsoViolation[]> {
  return [
    ...(await compareCatalogs(base, output)),
    ...compareMasterBootRecords(base.facts, output.facts),
    ...compareGuids(base.facts, output.facts),
  ];
}

async function compareCatalogs(base: BootSide, output: BootSide): Promise<IsoViolation[]> {
  const before = bootImagesOf(base.iso, base.files);
  const after = bootImagesOf(output.iso, output.files);
  if (before.length !== after.length) {
    return [changed('boot catalog', `${before.length} entries`, `${after.length}`)];
  }
  const violations: IsoViolation[] = [];
  for (const [index, image] of before.entries()) {
    const other = after[index];
    if (other !== undefined) violations.push(...(await compareImages(index, image, other)));
  }
  return violations;
}

const entryFields = [
  'platform',
  'bootable',
  'emulation',
  'loadSegment',
  'systemType',
  'sectorCount',
] as const;

async function compareImages(
  index: number,
  before: BootImage,
  after: BootImage,
): Promise<IsoViolation[]> {
  const subject = `boot image ${index + 1}`;
  const violations = entryFields
    .filter((field) => before.entry[field] !== after.entry[field])
    .map((field) => changed(subject, `${field} ${before.entry[field]}`, `${after.entry[field]}`));
  if (before.path !== after.path) {
    violations.push(changed(subject, before.path ?? 'no name', after.path ?? 'no name'));
  }
  const [info, infoAfter] = [await readBootInfo(before), await readBootInfo(after)];
  if (info.table && !infoAfter.table) {
    violations.push(changed(subject, 'a boot info table that is right', 'one that is not'));
  }
  if (info.grub && !infoAfter.grub) {
    violations.push(changed(subject, 'GRUB’s block address', 'another'));
  }
  // Files are compared with the tree; what has no name there is compared here.
  if (before.path === undefined && after.path === undefined) {
    const same = await sameBytes(before.bytes, after.bytes, placeDependent(info));
    if (!same) violations.push(changed(subject, 'the base’s bytes', 'others'));
  }
  return violations;
}

/** Boot code up to the partition table; the eight bytes inside that name isolinux's block. */
const ISOHYBRID_BLOCK = { start: 432, end: 440 };
const PARTITION_TABLE = 446;
const PARTITION = 16;

function compareMasterBootRecords(before: VolumeFacts, after: VolumeFacts): IsoViolation[] {
  const [ours, theirs] = [codeOf(before), codeOf(after)];
  const violations: IsoViolation[] = [];
  if (!ours.equals(theirs)) {
    violations.push(changed('MBR', 'the base’s boot code and disk signature', 'others'));
  }
  const [kinds, kindsAfter] = [partitionKinds(before), partitionKinds(after)];
  if (kinds !== kindsAfter) violations.push(changed('MBR', `partitions ${kinds}`, kindsAfter));
  return violations;
}

function codeOf({ masterBootRecord }: VolumeFacts): Buffer {
  const code = Buffer.from(masterBootRecord.subarray(0, PARTITION_TABLE));
  code.fill(0, ISOHYBRID_BLOCK.start, ISOHYBRID_BLOCK.end);
  return code;
}

// Status and type of each partition: where they begin and end depends on the size of the image.
function partitionKinds({ masterBootRecord }: VolumeFacts): string {
  return [0, 1, 2, 3]
    .map((index) => PARTITION_TABLE + index * PARTITION)
    .map((at) => `${masterBootRecord[at] ?? 0}:${masterBootRecord[at + 4] ?? 0}`)
    .join(' ');
}

function compareGuids(before: VolumeFacts, after: VolumeFacts): IsoViolation[] {
  if (before.gptDiskGuid === after.gptDiskGuid) return [];
  return [changed('GPT', before.gptDiskGuid ?? 'none', after.gptDiskGuid ?? 'none')];
}

function changed(subject: string, expected: string, found: string): IsoViolation {
  const what = `expected ${expected}, found ${found}`;
  return { code: 'REMASTER_CHANGED_BOOT', subject, what };
}
