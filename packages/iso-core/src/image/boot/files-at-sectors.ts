// Which files of an ISO begin at given sectors: boot catalogs and partition tables name no paths.
import type { IsoEntry, IsoImage } from '../iso9660/index.js';

const CD_SECTOR = 2048;

/** The first file, in the ISO's own order, that begins at each of `sectors` of 2048 bytes. */
export async function filesAtSectors(
  iso: IsoImage,
  sectors: readonly number[],
): Promise<ReadonlyMap<number, IsoEntry>> {
  const wanted = new Set(sectors);
  const files = new Map<number, IsoEntry>();
  if (wanted.size === 0) return files;
  for await (const entry of iso.entries()) {
    const [extent] = entry.extents;
    if (entry.kind !== 'file' || extent === undefined || extent.size === 0) continue;
    const sector = (extent.block * iso.blockSize) / CD_SECTOR;
    if (wanted.has(sector) && !files.has(sector)) files.set(sector, entry);
  }
  return files;
}
