// Directory records (ECMA-119 §9.1) as they lie in the sectors of a directory.
import { corrupt } from './iso-errors.js';

/** Flags of a record (§9.1.6). */
export const FLAG = { directory: 0x02, associated: 0x04, moreExtents: 0x80 } as const;

/** Sectors that no record crosses. */
const SECTOR = 2048;

export interface DirectoryRecord {
  /** First logical block of the data, behind an extended attribute record. */
  readonly block: number;
  /** Size of the data in bytes. */
  readonly size: number;
  readonly flags: number;
  /** Whether the data is interleaved, which no ISO of today is. */
  readonly interleaved: boolean;
  /** The raw name; one byte 0 is the directory itself, one byte 1 its parent. */
  readonly identifier: Uint8Array;
  readonly systemUse: Uint8Array;
}

/** Reads the one record at the start of `bytes`. Both-endian numbers are taken little-endian. */
export function readRecord(bytes: Uint8Array, name: string): DirectoryRecord {
  const length = bytes[0] ?? 0;
  const identifierLength = bytes[32] ?? 0;
  const identifierEnd = 33 + identifierLength;
  if (length < 34 || length > bytes.byteLength || identifierLength === 0) {
    throw corrupt(
      name,
      `a directory record has ${length} bytes where ${bytes.byteLength} are left`,
    );
  }
  if (identifierEnd > length) {
    throw corrupt(name, `a name of ${identifierLength} bytes in a record of ${length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  return {
    block: view.getUint32(2, true) + view.getUint8(1),
    size: view.getUint32(10, true),
    flags: view.getUint8(25),
    interleaved: view.getUint8(26) !== 0 || view.getUint8(27) !== 0,
    identifier: bytes.slice(33, identifierEnd),
    // A padding byte makes the name's field even (§9.1.12).
    systemUse: bytes.slice(identifierEnd + (identifierLength % 2 === 0 ? 1 : 0), length),
  };
}

/** All records of a directory, `.` and `..` among them. A zero byte ends the records of a sector. */
export function* readRecords(directory: Uint8Array, name: string): Generator<DirectoryRecord> {
  for (let start = 0; start < directory.byteLength; start += SECTOR) {
    const sector = directory.subarray(start, start + SECTOR);
    let offset = 0;
    while (offset < sector.byteLength && sector[offset] !== 0) {
      yield readRecord(sector.subarray(offset), name);
      offset += sector[offset] ?? 0;
    }
  }
}

/** Whether the record is `.` or `..`. */
export function isSelfOrParent(record: DirectoryRecord): boolean {
  const [first] = record.identifier;
  return record.identifier.byteLength === 1 && (first === 0 || first === 1);
}
