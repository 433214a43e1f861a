// Boot images inside of an ISO: what in their bytes says where they lie, which is all that a
// remaster may change in them.
import { slice, type ByteSource } from '../bytes/index.js';
import type { BootCatalogEntry, IsoImage } from '../iso9660/index.js';
import type { ByteRange } from './same-bytes.js';

const SECTOR = 2048;
const VOLUME_DESCRIPTOR_SECTOR = 16;
/** isolinux, and what mkisofs calls -boot-info-table: 56 bytes from offset 8. */
export const BOOT_INFO_TABLE: ByteRange = { start: 8, end: 64 };
/** GRUB 2, and what mkisofs calls --grub2-boot-info: the address of its next block, in 512 bytes. */
const GRUB_BOOT_INFO: ByteRange = { start: 2548, end: 2556 };
const GRUB_BLOCKS_AHEAD = 5;

/** A boot image: its file where it has a name in the tree, else the sectors that are loaded. */
export interface BootImage {
  readonly entry: BootCatalogEntry;
  readonly path: string | undefined;
  readonly bytes: ByteSource;
}

/** The boot images of an ISO, in the order of its catalog. `paths` is by first block. */
export function bootImagesOf(
  iso: IsoImage,
  paths: ReadonlyMap<number, { readonly path: string; readonly bytes: ByteSource }>,
): BootImage[] {
  return (iso.bootCatalog?.entries ?? []).map((entry) => {
    const offset = entry.sector * SECTOR;
    const file = paths.get(offset);
    if (file !== undefined) return { entry, ...file };
    const length = Math.max(entry.sectorCount * 512, SECTOR);
    return {
      entry,
      path: undefined,
      bytes: slice(iso.source, offset, Math.min(length, iso.source.size - offset)),
    };
  });
}

/** What boot info tables say, where an image has one that is right for its place. */
export interface BootInfo {
  readonly table: boolean;
  readonly grub: boolean;
}

/** Looks for a boot info table and for GRUB's block address, right for where the image lies. */
export async function readBootInfo({ entry, bytes }: BootImage): Promise<BootInfo> {
  const head = Buffer.from(await bytes.read(0, Math.min(bytes.size, 4096)));
  return {
    table: head.byteLength >= 64 && (await isRightTable(head, entry.sector, bytes)),
    grub:
      head.byteLength >= GRUB_BOOT_INFO.end &&
      head.readBigUInt64LE(GRUB_BOOT_INFO.start) === BigInt(entry.sector * 4 + GRUB_BLOCKS_AHEAD),
  };
}

/** The ranges that depend on where an image lies, if it has such. */
export function placeDependent({ table, grub }: BootInfo): ByteRange[] {
  return [...(table ? [BOOT_INFO_TABLE] : []), ...(grub ? [GRUB_BOOT_INFO] : [])];
}

// The volume descriptor's sector, the image's sector, its length, and the sum of its words from
// offset 64 (mkisofs(8), "EL TORITO BOOT INFO TABLE").
async function isRightTable(head: Buffer, sector: number, bytes: ByteSource): Promise<boolean> {
  if (head.readUInt32LE(8) !== VOLUME_DESCRIPTOR_SECTOR || head.readUInt32LE(12) !== sector) {
    return false;
  }
  if (head.readUInt32LE(16) !== bytes.size) return false;
  return head.readUInt32LE(20) === (await wordSum(bytes, BOOT_INFO_TABLE.end));
}

const PIECE = 1024 * 1024;

async function wordSum(bytes: ByteSource, from: number): Promise<number> {
  let sum = 0;
  for (let offset = from; offset < bytes.size; offset += PIECE) {
    const length = Math.min(PIECE, bytes.size - offset);
    const padded = Buffer.alloc(Math.ceil(length / 4) * 4);
    padded.set(await bytes.read(offset, length));
    for (let word = 0; word < padded.byteLength; word += 4) {
      sum = (sum + padded.readUInt32LE(word)) >>> 0;
    }
  }
  return sum;
}
