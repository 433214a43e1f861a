// Which firmware can boot an ISO, and the file systems that its boot loaders see: from the boot
// catalog and the partition tables.
import { slice } from '../bytes/index.js';
import type { BootCatalogEntry, IsoImage } from '../iso9660/index.js';
import { fatFileSystem, isoFileSystem, type BootFileSystem } from './boot-files.js';
import type { Firmware } from './boot-layout.js';
import { BOOT_SECTOR, looksLikeFat, openFat } from './fat/index.js';
import { filesAtSectors } from './files-at-sectors.js';
import { efiSystemPartitions, parseMbr, readGpt } from './partitions.js';

const CD_SECTOR = 2048;

export interface BootMedia {
  readonly firmware: readonly Firmware[];
  /** What a BIOS loads: isolinux by the name in its first sector, or something else. */
  readonly biosLoader: 'isolinux' | 'other' | undefined;
  readonly iso: BootFileSystem;
  /** EFI boot images and EFI system partitions. */
  readonly efi: readonly BootFileSystem[];
}

/** Reads the heads of the boot images. Errors: `FAT_CORRUPT`. */
export async function readBootMedia(iso: IsoImage): Promise<BootMedia> {
  const images = (iso.bootCatalog?.entries ?? []).filter(({ bootable }) => bootable);
  const efiOffsets: number[] = [];
  let biosLoader: BootMedia['biosLoader'];
  for (const image of images) {
    const head = await headOf(iso, image);
    // Old mkisofs marks an EFI image as a BIOS one.
    if (image.platform === 'efi' || looksLikeFat(head)) efiOffsets.push(image.sector * CD_SECTOR);
    else if (image.platform === 'bios') biosLoader ??= isIsolinux(head) ? 'isolinux' : 'other';
  }
  const offsets = new Set([...efiOffsets, ...(await partitionOffsets(iso))]);
  const files = await filesAtSectors(
    iso,
    [...offsets].map((offset) => offset / CD_SECTOR),
  );
  const efi: BootFileSystem[] = [];
  for (const offset of offsets) {
    const fat = await fatAt(iso, offset, files.get(offset / CD_SECTOR)?.path);
    if (fat !== undefined) efi.push(fat);
  }
  const firmware: Firmware[] = [];
  if (biosLoader !== undefined) firmware.push('bios');
  if (efiOffsets.length > 0 || efi.length > 0) firmware.push('efi');
  return { firmware, biosLoader, iso: isoFileSystem(iso), efi };
}

async function partitionOffsets(iso: IsoImage): Promise<number[]> {
  const mbr = parseMbr(await iso.source.read(0, BOOT_SECTOR));
  return efiSystemPartitions(mbr, await readGpt(iso.source));
}

async function headOf(iso: IsoImage, { sector }: BootCatalogEntry): Promise<Uint8Array> {
  const offset = sector * CD_SECTOR;
  if (offset >= iso.source.size) return new Uint8Array(0);
  return iso.source.read(offset, Math.min(CD_SECTOR, iso.source.size - offset));
}

function isIsolinux(head: Uint8Array): boolean {
  return Buffer.from(head).includes('ISOLINUX');
}

async function fatAt(
  iso: IsoImage,
  offset: number,
  image: string | undefined,
): Promise<BootFileSystem | undefined> {
  const { source } = iso;
  if (offset < 0 || offset + BOOT_SECTOR > source.size) return undefined;
  if (!looksLikeFat(await source.read(offset, BOOT_SECTOR))) return undefined;
  const name = `${source.name}:(EFI boot image)`;
  return fatFileSystem(await openFat(slice(source, offset, source.size - offset, name)), image);
}
