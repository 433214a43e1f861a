// The boot information table that mkisofs and xorriso write into isolinux.bin (and GRUB's El Torito
// image): where the image itself lies, so that it can load its rest. See syslinux's doc/isolinux.txt.

/** Where the table lies in the boot image, and its size with its reserved bytes. */
const TABLE = { offset: 8, size: 56 } as const;
const CHECKED_FROM = 64;

/** Where `--grub2-boot-info` writes the 64-bit number of a 512-byte sector. */
const GRUB2_FIELD = 2548;

export interface BootInfoTable {
  /** Sector of 2048 bytes of the primary volume descriptor. */
  readonly volumeSector: number;
  /** Sector of 2048 bytes where the boot image begins. */
  readonly imageSector: number;
  /** Size of the boot image in bytes. */
  readonly imageSize: number;
  /** Sum of the image's 32-bit words from byte 64 on. */
  readonly checksum: number;
}

const FIELDS = ['volumeSector', 'imageSector', 'imageSize', 'checksum'] as const;

/** What the table must say of `image`, which lies at sector `imageSector`. */
export function expectedBootInfo(image: Uint8Array, imageSector: number): BootInfoTable {
  return {
    volumeSector: 16,
    imageSector,
    imageSize: image.byteLength,
    checksum: wordSum(image),
  };
}

/**
 * The table in `image`, of which one field may be wrong; undefined when the image has none, which is
 * when two fields or more are not what a table for `imageSector` would have.
 */
export function readBootInfo(image: Uint8Array, imageSector: number): BootInfoTable | undefined {
  if (image.byteLength < CHECKED_FROM) return undefined;
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const table = {
    volumeSector: view.getUint32(TABLE.offset, true),
    imageSector: view.getUint32(TABLE.offset + 4, true),
    imageSize: view.getUint32(TABLE.offset + 8, true),
    checksum: view.getUint32(TABLE.offset + 12, true),
  };
  const expected = expectedBootInfo(image, imageSector);
  const right = FIELDS.filter((field) => table[field] === expected[field]);
  return right.length >= 2 ? table : undefined;
}

/** What is wrong with a table, in words; empty when it points right. */
export function bootInfoProblems(found: BootInfoTable, expected: BootInfoTable): string[] {
  const names = {
    volumeSector: 'the volume descriptor’s sector',
    imageSector: 'the boot image’s sector',
    imageSize: 'the boot image’s size',
    checksum: 'the boot image’s checksum',
  } as const;
  return FIELDS.filter((field) => found[field] !== expected[field]).map(
    (field) => `${names[field]} is ${expected[field]}, the boot info table says ${found[field]}`,
  );
}

/** The image with everything zero that says where it lies: equal for the same image elsewhere. */
export function withoutPosition(image: Uint8Array, imageSector: number): Uint8Array {
  const copy = image.slice();
  if (readBootInfo(image, imageSector) !== undefined) {
    copy.fill(0, TABLE.offset, TABLE.offset + TABLE.size);
  }
  if (image.byteLength >= GRUB2_FIELD + 8) {
    const view = new DataView(copy.buffer);
    const sector = view.getBigUint64(GRUB2_FIELD, true);
    if (sector === BigInt(imageSector) * 4n + 5n) copy.fill(0, GRUB2_FIELD, GRUB2_FIELD + 8);
  }
  return copy;
}

// A last word that is cut short counts as if zeros followed.
function wordSum(image: Uint8Array): number {
  const padded = new Uint8Array(Math.ceil(image.byteLength / 4) * 4);
  padded.set(image);
  const view = new DataView(padded.buffer);
  let sum = 0;
  for (let offset = CHECKED_FROM; offset < padded.byteLength; offset += 4) {
    sum = (sum + view.getUint32(offset, true)) >>> 0;
  }
  return sum;
}
