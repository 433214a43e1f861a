// The El Torito boot catalog ("El Torito" Bootable CD-ROM Format Specification 1.0, §2; UEFI §13.3.2.1
// for platform 0xEF): which boot images the firmware may load, and where they lie.
import type { ByteSource } from '../bytes/index.js';
import { corrupt, truncated } from './iso-errors.js';
import { asBuffer, SECTOR } from './volume-descriptors.js';

const ENTRY = 32;
const MOST_SECTORS = 8;

const HEADER = { validation: 0x01, section: 0x90, lastSection: 0x91 } as const;
const BOOTABLE = 0x88;
const EXTENSION = 0x44;

const PLATFORMS: Readonly<Record<number, Platform>> = {
  0x00: 'bios',
  0x01: 'powerpc',
  0x02: 'mac',
  0xef: 'efi',
};

export type Platform = 'bios' | 'powerpc' | 'mac' | 'efi' | 'unknown';

export interface BootCatalogEntry {
  readonly platform: Platform;
  readonly bootable: boolean;
  /** `none`, or what drive the image stands for. */
  readonly emulation: 'none' | 'floppy' | 'disk';
  /** Segment that a BIOS loads to; 0 means the usual 0x7c0. */
  readonly loadSegment: number;
  readonly systemType: number;
  /** Virtual sectors of 512 bytes that a BIOS loads. */
  readonly sectorCount: number;
  /** Sector of 2048 bytes where the image begins. */
  readonly sector: number;
  /** Where in the catalog this entry is, in bytes. */
  readonly offset: number;
}

export interface BootCatalog {
  /** Sector of 2048 bytes where the catalog begins. */
  readonly sector: number;
  /** The catalog up to its last entry. */
  readonly bytes: Uint8Array;
  readonly entries: readonly BootCatalogEntry[];
}

/** Reads and checks the catalog. Errors: `ISO_TRUNCATED`, `ISO_CORRUPT`. */
export async function readBootCatalog(source: ByteSource, sector: number): Promise<BootCatalog> {
  const offset = sector * SECTOR;
  if (offset + SECTOR > source.size) throw truncated(source.name, offset + SECTOR, source.size);
  const length = Math.min(MOST_SECTORS * SECTOR, source.size - offset);
  // Nearly every catalog fits one sector.
  const first = asBuffer(await source.read(offset, SECTOR));
  const catalog = parseBootCatalog(first, source.name);
  const whole =
    catalog ?? parseBootCatalog(asBuffer(await source.read(offset, length)), source.name);
  if (whole === undefined) throw corrupt(source.name, 'its boot catalog does not end');
  return { sector, ...whole };
}

/** Parses the bytes of a catalog; undefined when it goes on behind them. */
export function parseBootCatalog(
  bytes: Buffer,
  name: string,
): Omit<BootCatalog, 'sector'> | undefined {
  checkValidationEntry(bytes, name);
  let offset = 2 * ENTRY;
  const entries = [readEntry(bytes, ENTRY, bytes.readUInt8(1))];
  for (let last = false; !last && offset + ENTRY <= bytes.byteLength;) {
    const header = bytes.readUInt8(offset);
    if (header !== HEADER.section && header !== HEADER.lastSection) {
      return { bytes: bytes.subarray(0, offset), entries };
    }
    last = header === HEADER.lastSection;
    const platform = bytes.readUInt8(offset + 1);
    const count = bytes.readUInt16LE(offset + 2);
    offset += ENTRY;
    for (let index = 0; index < count; index += 1) {
      if (offset + ENTRY > bytes.byteLength) return undefined;
      entries.push(readEntry(bytes, offset, platform));
      offset += ENTRY;
      while (offset + ENTRY <= bytes.byteLength && bytes.readUInt8(offset) === EXTENSION) {
        offset += ENTRY;
      }
    }
    if (last) return { bytes: bytes.subarray(0, offset), entries };
  }
  return undefined;
}

function checkValidationEntry(bytes: Buffer, name: string): void {
  let sum = 0;
  for (let offset = 0; offset < ENTRY; offset += 2) sum += bytes.readUInt16LE(offset);
  const valid =
    bytes.readUInt8(0) === HEADER.validation &&
    bytes.readUInt16LE(30) === 0xaa55 &&
    sum % 0x10000 === 0;
  if (!valid) throw corrupt(name, 'its boot catalog has no valid first entry');
}

function readEntry(bytes: Buffer, offset: number, platform: number): BootCatalogEntry {
  const media = bytes.readUInt8(offset + 1) & 0x0f;
  return {
    platform: PLATFORMS[platform] ?? 'unknown',
    bootable: bytes.readUInt8(offset) === BOOTABLE,
    emulation: media === 0 ? 'none' : media === 4 ? 'disk' : 'floppy',
    loadSegment: bytes.readUInt16LE(offset + 2),
    systemType: bytes.readUInt8(offset + 4),
    sectorCount: bytes.readUInt16LE(offset + 6),
    sector: bytes.readUInt32LE(offset + 8),
    offset,
  };
}
