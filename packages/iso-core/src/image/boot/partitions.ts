// Partition tables in an ISO's system area: MBR, and GPT (UEFI specification §5). Hybrid ISOs have
// them so that they also boot from a USB stick.
import type { ByteSource } from '../bytes/index.js';

/** Partition tables count in sectors of 512 bytes, whatever the ISO's sectors are. */
const SECTOR = 512;
const EFI_SYSTEM_TYPE = 0xef;
const EFI_SYSTEM_GUID = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b';
const MOST_GPT_BYTES = 128 * 1024;

export interface MbrPartition {
  /** 1 to 4. */
  readonly number: number;
  readonly type: number;
  readonly active: boolean;
  /** In bytes. */
  readonly offset: number;
  readonly size: number;
}

export interface Mbr {
  /** The disk's identifier at byte 440. */
  readonly diskId: number;
  readonly partitions: readonly MbrPartition[];
}

export interface GptPartition {
  readonly number: number;
  readonly type: string;
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly offset: number;
  readonly size: number;
}

export interface Gpt {
  readonly diskId: string;
  readonly partitions: readonly GptPartition[];
  /** The sector of the other copy of the header, at the end. */
  readonly backupSector: number;
}

/** The MBR in the first 512 bytes; undefined without its signature or any partition. */
export function parseMbr(sector: Uint8Array): Mbr | undefined {
  const view = new DataView(sector.buffer, sector.byteOffset, sector.byteLength);
  if (view.byteLength < SECTOR || view.getUint16(510, true) !== 0xaa55) return undefined;
  const partitions: MbrPartition[] = [];
  for (let index = 0; index < 4; index += 1) {
    const at = 446 + 16 * index;
    const type = view.getUint8(at + 4);
    const size = view.getUint32(at + 12, true) * SECTOR;
    if (type === 0 || size === 0) continue;
    const active = view.getUint8(at) === 0x80;
    const offset = view.getUint32(at + 8, true) * SECTOR;
    partitions.push({ number: index + 1, type, active, offset, size });
  }
  return partitions.length === 0 ? undefined : { diskId: view.getUint32(440, true), partitions };
}

/** The GPT whose header is in the second sector; undefined where there is none that is sane. */
export async function readGpt(source: ByteSource): Promise<Gpt | undefined> {
  if (source.size < 2 * SECTOR) return undefined;
  const header = Buffer.from(await source.read(SECTOR, SECTOR));
  if (header.toString('latin1', 0, 8) !== 'EFI PART') return undefined;
  const offset = sectors(header, 72);
  const count = header.readUInt32LE(80);
  const entrySize = header.readUInt32LE(84);
  const size = count * entrySize;
  if (entrySize < 128 || size > MOST_GPT_BYTES || offset + size > source.size) return undefined;
  const table = Buffer.from(await source.read(offset, size));
  const partitions: GptPartition[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = table.subarray(index * entrySize, (index + 1) * entrySize);
    const type = guid(entry, 0);
    if (/^[0-]*$/.test(type)) continue;
    const start = sectors(entry, 32);
    partitions.push({
      number: index + 1,
      type,
      id: guid(entry, 16),
      name: entry.toString('utf16le', 56, 128).replace(/\0[\s\S]*$/, ''),
      offset: start,
      size: Math.max(0, sectors(entry, 40) + SECTOR - start),
    });
  }
  const backupSector = sectors(header, 32) / SECTOR;
  return { diskId: guid(header, 56), partitions, backupSector };
}

/** Where EFI system partitions begin, in bytes. */
export function efiSystemPartitions(mbr: Mbr | undefined, gpt: Gpt | undefined): number[] {
  const inMbr = (mbr?.partitions ?? []).filter(({ type }) => type === EFI_SYSTEM_TYPE);
  const inGpt = (gpt?.partitions ?? []).filter(({ type }) => type === EFI_SYSTEM_GUID);
  return [...new Set([...inMbr, ...inGpt].map(({ offset }) => offset))];
}

/** A sector number as an offset in bytes; one that no file can have becomes the largest. */
function sectors(buffer: Buffer, at: number): number {
  const value = buffer.readBigUInt64LE(at);
  return value > BigInt(2 ** 40) ? Number.MAX_SAFE_INTEGER : Number(value) * SECTOR;
}

// The first three fields are little-endian, the others are not.
function guid(buffer: Buffer, at: number): string {
  const hex = (start: number, end: number) => buffer.toString('hex', at + start, at + end);
  const reversed = (start: number, end: number) =>
    Buffer.from(buffer.subarray(at + start, at + end))
      .reverse()
      .toString('hex');
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), hex(8, 10), hex(10, 16)].join('-');
}
