// The volume descriptors of ECMA-119 §8: what the volume is called, where its root directory lies,
// and whether it has Joliet names and a boot record.
import type { ByteSource } from '../bytes/index.js';
import { readRecord, type DirectoryRecord } from './directory-record.js';
import { corrupt, notAnIso, truncated, unsupported } from './iso-errors.js';

/** Size of a logical sector in bytes. */
export const SECTOR = 2048;

/** The sector of the first descriptor, after the system area (ECMA-119 §6.2.1). */
export const FIRST_DESCRIPTOR = 16;

const MOST_DESCRIPTORS = 64;

/** Dates of ECMA-119 §8.4.26.1: 16 digits and a 17th character, the zone in quarters of an hour. */
export interface VolumeDates {
  readonly creation: string;
  readonly modification: string;
  readonly expiration: string;
  readonly effective: string;
}

/** A primary or supplementary (Joliet) volume descriptor. */
export interface Volume {
  readonly id: string;
  readonly dates: VolumeDates;
  /** Bytes of a logical block: 512, 1024 or 2048. */
  readonly blockSize: number;
  /** Size of the volume in logical blocks. */
  readonly blocks: number;
  readonly root: DirectoryRecord;
}

export interface VolumeDescriptors {
  readonly primary: Volume;
  readonly joliet: Volume | undefined;
  /** The sector of the El Torito boot catalog. */
  readonly bootCatalogSector: number | undefined;
}

/** Reads the descriptors. Errors: `BASE_NOT_AN_ISO`, `ISO_TRUNCATED`, `ISO_CORRUPT`. */
export async function readVolumeDescriptors(source: ByteSource): Promise<VolumeDescriptors> {
  let primary: Volume | undefined;
  let joliet: Volume | undefined;
  let bootCatalogSector: number | undefined;
  for (let index = 0; ; index += 1) {
    const sector = await readDescriptor(source, index);
    const type = sector[0];
    if (type === 255) break;
    if (index >= MOST_DESCRIPTORS) throw corrupt(source.name, 'its volume descriptors do not end');
    if (type === 1) primary ??= volumeOf(source.name, sector, latin1);
    if (type === 2 && isJoliet(sector)) joliet ??= volumeOf(source.name, sector, ucs2);
    if (type === 0 && isElTorito(sector)) bootCatalogSector ??= sector.readUInt32LE(71);
  }
  if (primary === undefined) throw corrupt(source.name, 'it has no primary volume descriptor');
  const bytes = primary.blocks * primary.blockSize;
  if (bytes > source.size) throw truncated(source.name, bytes, source.size);
  return { primary, joliet, bootCatalogSector };
}

async function readDescriptor(source: ByteSource, index: number): Promise<Buffer> {
  const offset = (FIRST_DESCRIPTOR + index) * SECTOR;
  if (offset + SECTOR > source.size) {
    if (index > 0) throw truncated(source.name, offset + SECTOR, source.size);
    throw notAnIso(source.name, `${source.size} bytes in all`);
  }
  const sector = asBuffer(await source.read(offset, SECTOR));
  if (sector.toString('latin1', 1, 6) === 'CD001') return sector;
  if (index > 0) throw corrupt(source.name, `volume descriptor ${index} has no "CD001"`);
  throw notAnIso(source.name, await describe(source, sector));
}

const MAGICS: readonly (readonly [magic: string, name: string])[] = [
  ['\x1f\x8b', 'a gzip file'],
  ['\xfd7zXZ', 'an xz file'],
  ['(\xb5/\xfd', 'a zstd file'],
  ['PK', 'a zip file'],
  ['QFI\xfb', 'a qcow2 disk image'],
  ['KDMV', 'a VMDK disk image'],
  ['<', 'text, maybe an error page'],
  ['{', 'text, maybe an error message'],
];

async function describe(source: ByteSource, sector: Buffer): Promise<string> {
  if (sector.toString('latin1', 1, 6) === 'BEA01') return 'UDF without ISO 9660';
  const head = asBuffer(await source.read(0, 8)).toString('latin1');
  return MAGICS.find(([magic]) => head.startsWith(magic))?.[1] ?? 'other bytes';
}

function volumeOf(name: string, sector: Buffer, decode: (bytes: Buffer) => string): Volume {
  const blockSize = sector.readUInt16LE(128);
  if (blockSize !== 512 && blockSize !== 1024 && blockSize !== 2048) {
    throw unsupported(name, `a logical block size of ${blockSize} bytes`);
  }
  const date = (offset: number) => sector.toString('latin1', offset, offset + 17);
  return {
    id: decode(sector.subarray(40, 72)),
    dates: {
      creation: date(813),
      modification: date(830),
      expiration: date(847),
      effective: date(864),
    },
    blockSize,
    blocks: sector.readUInt32LE(80),
    root: readRecord(sector.subarray(156, 190), name),
  };
}

// Joliet's three levels of UCS-2 (Joliet specification, "ISO 2022 UCS-2 escape sequences").
function isJoliet(sector: Buffer): boolean {
  return ['%/@', '%/C', '%/E'].includes(sector.toString('latin1', 88, 91));
}

function isElTorito(sector: Buffer): boolean {
  return sector.toString('latin1', 7, 30) === 'EL TORITO SPECIFICATION';
}

function latin1(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[ \0]+$/, '');
}

/** Big-endian UCS-2 without its padding. */
export function ucs2(bytes: Uint8Array): string {
  const even = Buffer.from(bytes.subarray(0, bytes.byteLength & ~1));
  return even
    .swap16()
    .toString('utf16le')
    .replace(/[ \0]+$/, '');
}

/** The same memory as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
