// The BIOS parameter block of a FAT file system (Microsoft's FAT specification 1.03, pp. 9–15): where
// its tables, its root directory and its clusters lie.
import { fatCorrupt } from '../boot-errors.js';

/** All offsets and sizes in bytes. */
export interface FatGeometry {
  readonly bits: 12 | 16 | 32;
  readonly clusterSize: number;
  /** Clusters are numbered from 2 to `clusters + 1`. */
  readonly clusters: number;
  readonly table: { readonly offset: number; readonly size: number };
  /** The fixed root directory of FAT12 and FAT16. */
  readonly fixedRoot: { readonly offset: number; readonly size: number };
  /** First cluster of FAT32's root directory. */
  readonly rootCluster: number;
  /** Where cluster 2 begins. */
  readonly data: number;
  readonly totalSize: number;
  /** As `blkid` writes it: `1A2B-3C4D`. */
  readonly uuid: string;
}

/** Bytes of the boot sector that {@link parseGeometry} and {@link looksLikeFat} need. */
export const BOOT_SECTOR = 512;

/** Whether the bytes begin a FAT file system. */
export function looksLikeFat(sector: Uint8Array): boolean {
  const view = viewOf(sector);
  if (view.byteLength < BOOT_SECTOR || view.getUint16(510, true) !== 0xaa55) return false;
  const jumps = view.getUint8(0) === 0xeb || view.getUint8(0) === 0xe9;
  const bytesPerSector = view.getUint16(11, true);
  const perCluster = view.getUint8(13);
  return (
    jumps &&
    [512, 1024, 2048, 4096].includes(bytesPerSector) &&
    perCluster > 0 &&
    (perCluster & (perCluster - 1)) === 0 &&
    view.getUint16(14, true) > 0 &&
    [1, 2].includes(view.getUint8(16)) &&
    view.getUint8(21) >= 0xf0
  );
}

/** Reads the geometry; `available` is how many bytes there are. Errors: `FAT_CORRUPT`. */
export function parseGeometry(sector: Uint8Array, available: number, name: string): FatGeometry {
  if (!looksLikeFat(sector)) throw fatCorrupt(name, 'its boot sector is not FAT’s');
  const view = viewOf(sector);
  const sectorSize = view.getUint16(11, true);
  const tables = view.getUint8(16);
  const tableSectors16 = view.getUint16(22, true);
  const isFat32 = tableSectors16 === 0;
  const tableOffset = view.getUint16(14, true) * sectorSize;
  const tableSize = (isFat32 ? view.getUint32(36, true) : tableSectors16) * sectorSize;
  const rootSize = view.getUint16(17, true) * 32;
  const rootOffset = tableOffset + tables * tableSize;
  const data = rootOffset + Math.ceil(rootSize / sectorSize) * sectorSize;
  const totalSize = (view.getUint16(19, true) || view.getUint32(32, true)) * sectorSize;
  const clusterSize = view.getUint8(13) * sectorSize;
  const clusters = Math.floor((totalSize - data) / clusterSize);
  if (totalSize > available) {
    throw fatCorrupt(name, `expected ${totalSize} bytes, found ${available}`);
  }
  if (clusters < 1) throw fatCorrupt(name, `${totalSize} bytes leave no room for files`);
  const bits = isFat32 ? 32 : clusters < 4085 ? 12 : 16;
  if (Math.ceil(((clusters + 2) * bits) / 8) > tableSize) {
    throw fatCorrupt(name, `a table of ${tableSize} bytes is too small for ${clusters} clusters`);
  }
  return {
    bits,
    clusterSize,
    clusters,
    table: { offset: tableOffset, size: tableSize },
    fixedRoot: { offset: rootOffset, size: rootSize },
    rootCluster: isFat32 ? view.getUint32(44, true) : 0,
    data,
    totalSize,
    uuid: serial(view.getUint32(isFat32 ? 67 : 39, true)),
  };
}

function serial(value: number): string {
  const text = value.toString(16).toUpperCase().padStart(8, '0');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
