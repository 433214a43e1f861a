// Directory entries of FAT with their long names (Microsoft's FAT specification 1.03, pp. 22–32).
const ENTRY = 32;
const ATTRIBUTE = { label: 0x08, directory: 0x10, longName: 0x0f } as const;
const LOWER_BASE = 0x08;
const LOWER_EXTENSION = 0x10;

/** A file or directory as its entry describes it. */
export interface FatRecord {
  /** The long name, else the short one. */
  readonly name: string;
  readonly shortName: string;
  readonly isDirectory: boolean;
  readonly cluster: number;
  /** Size in bytes; 0 for a directory. */
  readonly size: number;
}

export interface FatDirectory {
  readonly records: readonly FatRecord[];
  /** The volume's label, which only the root directory has. */
  readonly label: string | undefined;
}

/** Reads a directory's entries; `.`, `..`, deleted ones and names with `/` or NUL are left out. */
export function readFatDirectory(bytes: Uint8Array, bits: 12 | 16 | 32): FatDirectory {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: FatRecord[] = [];
  let label: string | undefined;
  let longName: LongName | undefined;
  for (let offset = 0; offset + ENTRY <= buffer.byteLength; offset += ENTRY) {
    const entry = buffer.subarray(offset, offset + ENTRY);
    const [first = 0] = entry;
    if (first === 0) break;
    const attributes = entry.readUInt8(11);
    if (first === 0xe5) longName = undefined;
    else if ((attributes & 0x3f) === ATTRIBUTE.longName) longName = addPiece(longName, entry);
    else {
      if (attributes & ATTRIBUTE.label) label ??= entry.toString('latin1', 0, 11).trimEnd();
      else records.push(recordOf(entry, attributes, bits, longName));
      longName = undefined;
    }
  }
  return { records: records.filter(({ name }) => isProper(name)), label };
}

interface LongName {
  readonly checksum: number;
  /** The number that the next piece must have; 0 when the name is whole. */
  readonly expected: number;
  readonly text: string;
}

// The pieces of a long name come last first; the last one carries 0x40.
function addPiece(soFar: LongName | undefined, entry: Buffer): LongName | undefined {
  const order = entry.readUInt8(0) & 0x1f;
  const isLast = (entry.readUInt8(0) & 0x40) !== 0;
  const checksum = entry.readUInt8(13);
  const characters = Buffer.concat([
    entry.subarray(1, 11),
    entry.subarray(14, 26),
    entry.subarray(28, 32),
  ]);
  const text = characters.toString('utf16le').replace(/\0[\s\S]*$/, '');
  if (isLast) return { checksum, expected: order - 1, text };
  if (soFar?.expected !== order || soFar.checksum !== checksum) return undefined;
  return { checksum, expected: order - 1, text: text + soFar.text };
}

function recordOf(
  entry: Buffer,
  attributes: number,
  bits: 12 | 16 | 32,
  longName: LongName | undefined,
): FatRecord {
  const shortName = shortNameOf(entry);
  const whole = longName?.expected === 0 && longName.checksum === checksumOf(entry);
  const high = bits === 32 ? entry.readUInt16LE(20) : 0;
  const isDirectory = (attributes & ATTRIBUTE.directory) !== 0;
  return {
    name: whole ? longName.text : shortName,
    shortName,
    isDirectory,
    cluster: high * 0x10000 + entry.readUInt16LE(26),
    size: isDirectory ? 0 : entry.readUInt32LE(28),
  };
}

// Latin-1 stands in for the code page of whoever wrote the name, which nothing tells.
function shortNameOf(entry: Buffer): string {
  const flags = entry.readUInt8(12);
  const base = entry.toString('latin1', 0, 8).trimEnd().replace(/^\x05/, '\xe5');
  const extension = entry.toString('latin1', 8, 11).trimEnd();
  const shownBase = flags & LOWER_BASE ? base.toLowerCase() : base;
  if (extension === '') return shownBase;
  return `${shownBase}.${flags & LOWER_EXTENSION ? extension.toLowerCase() : extension}`;
}

function checksumOf(entry: Buffer): number {
  let sum = 0;
  for (const byte of entry.subarray(0, 11)) sum = (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff;
  return sum;
}

function isProper(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name);
}
