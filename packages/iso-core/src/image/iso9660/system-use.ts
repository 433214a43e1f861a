// The System Use Sharing Protocol (IEEE P1281): tagged fields behind a directory record's name, which
// may go on in continuation areas elsewhere on the volume.
import { corrupt } from './iso-errors.js';

/** One tagged field: `NM`, `PX`, … with what follows its four-byte head. */
export interface SystemUseField {
  readonly signature: string;
  readonly data: Uint8Array;
}

/** Where a continuation area lies: block, and offset and length in bytes. */
export interface Continuation {
  readonly block: number;
  readonly offset: number;
  readonly length: number;
}

/** The most continuation areas of one record, and the most bytes of one: more than any name needs. */
const MOST_AREAS = 8;
const MOST_BYTES = 16 * 1024;

/**
 * All fields of a record. `read` fetches a continuation area.
 * Errors: `ISO_CORRUPT` for areas that repeat or do not end.
 */
export async function readSystemUse(
  area: Uint8Array,
  read: (where: Continuation) => Promise<Uint8Array>,
  name: string,
): Promise<SystemUseField[]> {
  const fields: SystemUseField[] = [];
  const seen = new Set<string>();
  let next = collect(area, fields);
  while (next !== undefined) {
    const key = `${next.block}:${next.offset}`;
    if (seen.has(key) || seen.size >= MOST_AREAS || next.length > MOST_BYTES) {
      throw corrupt(name, `the system use area that goes on in block ${next.block} does not end`);
    }
    seen.add(key);
    next = collect(await read(next), fields);
  }
  return fields;
}

/** Adds the fields of one area; returns where it goes on. What is no field is padding. */
function collect(area: Uint8Array, fields: SystemUseField[]): Continuation | undefined {
  let continuation: Continuation | undefined;
  let offset = 0;
  while (offset + 4 <= area.byteLength) {
    const length = area[offset + 2] ?? 0;
    if (length < 4 || offset + length > area.byteLength) break;
    const signature = String.fromCharCode(area[offset] ?? 0, area[offset + 1] ?? 0);
    const data = area.subarray(offset + 4, offset + length);
    if (signature === 'ST') break;
    if (signature === 'CE' && data.byteLength >= 24) continuation = continuationOf(data);
    else fields.push({ signature, data });
    offset += length;
  }
  return continuation;
}

function continuationOf(data: Uint8Array): Continuation {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return {
    block: view.getUint32(0, true),
    offset: view.getUint32(8, true),
    length: view.getUint32(16, true),
  };
}

/**
 * How many bytes to skip before the fields of every record, from the root's own record (`SP`,
 * P1281 §5.3); undefined when the volume does not use the protocol. CD-ROM XA puts 14 bytes first.
 */
export function systemUseSkip(rootSystemUse: Uint8Array): number | undefined {
  for (const start of [0, 14]) {
    const [s, p, length, , be, ef, skip] = rootSystemUse.subarray(start);
    if (s === 0x53 && p === 0x50 && length === 7 && be === 0xbe && ef === 0xef) return skip;
  }
  return undefined;
}
