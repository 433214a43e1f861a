// Reads the ELF files of 64-bit little-endian machines: section headers, symbols, strings (System V
// ABI, chapters 4 and 5). Nothing is trusted: every place that the file names is checked.
import { IsoError, type Architecture } from '../../runtime/index.js';

const HEADER_SIZE = 64;
const SECTION_SIZE = 64;
const SYMBOL_SIZE = 24;
const NAME_LIMIT = 1024;

const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;
const SHN_XINDEX = 0xffff;

/** Special values of {@link ElfSymbol.section}. */
export const SHN_UNDEF = 0;
export const SHN_ABS = 0xfff1;
export const SHN_COMMON = 0xfff2;

export interface ElfSection {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  /** `SHF_ALLOC` is bit 1. */
  readonly flags: number;
  readonly address: bigint;
  readonly offset: number;
  /** In bytes; a section without contents (.bss) takes none of the file. */
  readonly size: number;
  readonly link: number;
}

export interface ElfSymbol {
  readonly name: string;
  /** An address, or in a relocatable file the offset in its section. */
  readonly value: bigint;
  /** Index of a section or a special value. */
  readonly section: number;
  readonly isWeak: boolean;
}

export interface ElfFile {
  readonly name: string;
  /** 1 relocatable (a module), 2 executable, 3 shared object. */
  readonly type: number;
  /** `undefined` for a machine that this project knows nothing of. */
  readonly architecture: Architecture | undefined;
  readonly sections: readonly ElfSection[];
  /** The first section of that name. */
  section(name: string): ElfSection | undefined;
  /** The bytes of a section, not copied; empty for `undefined`. */
  contents(section: ElfSection | undefined): Buffer;
  /** All of `.symtab` but its first, empty symbol; nothing when the file was stripped. */
  symbols(): Generator<ElfSymbol, void, undefined>;
}

/** Reads the headers of `bytes`. Errors: `NOT_AN_ELF_FILE`, `ELF_DAMAGED`, also while iterating. */
export function parseElf(bytes: Uint8Array, name: string): ElfFile {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkIdentity(data, name);
  const sections = parseSections(data, name);
  const byName = new Map<string, ElfSection>();
  for (const section of sections) if (!byName.has(section.name)) byName.set(section.name, section);
  const contents = (section: ElfSection | undefined): Buffer =>
    section === undefined || section.type === SHT_NOBITS
      ? data.subarray(0, 0)
      : data.subarray(section.offset, section.offset + section.size);
  return {
    name,
    type: data.readUInt16LE(16),
    architecture: architectureOf(data.readUInt16LE(18)),
    sections,
    section: (wanted) => byName.get(wanted),
    contents,
    symbols: () => parseSymbols(sections, contents, name),
  };
}

/**
 * The text at `offset` of a string table, up to its zero byte. `undefined` when it has none within
 * 1024 bytes or lies outside.
 */
export function stringAt(table: Buffer, offset: number): string | undefined {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset >= table.length) return undefined;
  const end = table.subarray(offset, offset + NAME_LIMIT).indexOf(0);
  return end === -1 ? undefined : table.toString('latin1', offset, offset + end);
}

function checkIdentity(data: Buffer, name: string): void {
  if (data.length < HEADER_SIZE || data.toString('latin1', 0, 4) !== '\x7fELF') {
    throw new IsoError('NOT_AN_ELF_FILE', `${name}: expected an ELF file, found something else`, {
      hint: 'The image is damaged, or holds another kind of file under this name.',
      details: { name },
    });
  }
  if (data[4] !== 2 || data[5] !== 1) throw damaged(name, 'it is not 64-bit and little-endian');
}

function parseSections(data: Buffer, name: string): ElfSection[] {
  const table = toOffset(data.readBigUInt64LE(40), data, name);
  if (table === 0) return [];
  if (data.readUInt16LE(58) !== SECTION_SIZE) throw damaged(name, 'its section headers are odd');
  if (table + SECTION_SIZE > data.length) throw damaged(name, 'its section headers are cut off');
  // More sections than 16 bits can count are counted in the first one.
  const count = data.readUInt16LE(60) || toOffset(data.readBigUInt64LE(table + 32), data, name);
  const namesIndex = data.readUInt16LE(62);
  if (table + count * SECTION_SIZE > data.length) {
    throw damaged(name, `its ${count} section headers reach past its end`);
  }
  const names = namesIndex === SHN_XINDEX ? data.readUInt32LE(table + 40) : namesIndex;
  if (names >= count) throw damaged(name, 'its section names are missing');
  const { offset, size } = rangeOf(data, table + names * SECTION_SIZE, name);
  const nameTable = data.subarray(offset, offset + size);
  const take = namesFrom(nameTable, name);
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * SECTION_SIZE;
    return {
      index,
      name: index === 0 ? '' : take(data.readUInt32LE(at), `section ${index}`),
      type: data.readUInt32LE(at + 4),
      flags: data.readUInt32LE(at + 8),
      address: data.readBigUInt64LE(at + 16),
      ...(index === 0 ? { offset: 0, size: 0 } : rangeOf(data, at, name)),
      link: data.readUInt32LE(at + 40),
    };
  });
}

// Names may share their bytes, but not so that a small file becomes many large strings.
function namesFrom(table: Buffer, name: string): (offset: number, of: string) => string {
  let budget = 16 * table.length + NAME_LIMIT;
  return (offset, of) => {
    const text = stringAt(table, offset);
    if (text === undefined) throw damaged(name, `${of} has no name`);
    budget -= text.length;
    if (budget < 0) throw damaged(name, 'it has more names than bytes for them');
    return text;
  };
}

function rangeOf(data: Buffer, at: number, name: string): { offset: number; size: number } {
  const isEmpty = data.readUInt32LE(at + 4) === SHT_NOBITS;
  const offset = data.readBigUInt64LE(at + 24);
  const size = data.readBigUInt64LE(at + 32);
  if (isEmpty) return { offset: 0, size: Number(size) };
  if (offset + size > BigInt(data.length)) throw damaged(name, 'a section reaches past its end');
  return { offset: Number(offset), size: Number(size) };
}

function* parseSymbols(
  sections: readonly ElfSection[],
  contents: (section: ElfSection | undefined) => Buffer,
  name: string,
): Generator<ElfSymbol, void, undefined> {
  const table = sections.find(({ type }) => type === SHT_SYMTAB);
  if (table === undefined) return;
  const data = contents(table);
  const take = namesFrom(contents(sections[table.link]), name);
  for (let at = SYMBOL_SIZE; at + SYMBOL_SIZE <= data.length; at += SYMBOL_SIZE) {
    yield {
      name: take(data.readUInt32LE(at), `symbol ${at / SYMBOL_SIZE}`),
      value: data.readBigUInt64LE(at + 8),
      section: data.readUInt16LE(at + 6),
      isWeak: data.readUInt8(at + 4) >>> 4 === 2,
    };
  }
}

function toOffset(value: bigint, data: Buffer, name: string): number {
  if (value > BigInt(data.length)) throw damaged(name, 'its section headers reach past its end');
  return Number(value);
}

function architectureOf(machine: number): Architecture | undefined {
  if (machine === 62) return 'amd64';
  return machine === 183 ? 'arm64' : undefined;
}

function damaged(name: string, what: string): IsoError {
  return new IsoError('ELF_DAMAGED', `${name}: a damaged ELF file: ${what}`, {
    hint: 'Fetch or build the file again; if it comes from an ISO, compare the ISO’s sha256.',
    details: { name },
  });
}
