// Builds small ELF files for tests, section by section.
import { SHN_ABS, SHN_UNDEF } from './elf-file.js';

export interface SectionToBuild {
  readonly name: string;
  readonly data: Uint8Array;
  readonly address?: bigint;
  /** Default: SHF_ALLOC. */
  readonly flags?: number;
  /** Default: SHT_PROGBITS. */
  readonly type?: number;
}

export interface SymbolToBuild {
  readonly name: string;
  readonly value?: bigint;
  /** Name of a section, or a special index. Default: SHN_UNDEF. */
  readonly section?: string | number;
  readonly isWeak?: boolean;
}

export interface ElfToBuild {
  /** 1 relocatable, 2 executable. */
  readonly type: number;
  readonly architecture?: 'amd64' | 'arm64';
  readonly sections: readonly SectionToBuild[];
  readonly symbols?: readonly SymbolToBuild[];
}

export function buildElf({ type, architecture = 'amd64', sections, symbols }: ElfToBuild): Buffer {
  const all: (SectionToBuild & { link?: number })[] = [
    { name: '', data: Buffer.alloc(0), type: 0 },
  ];
  all.push(...sections);
  if (symbols !== undefined) {
    const strings = new StringTable();
    const entries = symbols.map((symbol) => symbolEntry(symbol, strings, all));
    all.push({
      name: '.symtab',
      type: 2,
      flags: 0,
      link: all.length + 1,
      data: Buffer.concat([Buffer.alloc(24), ...entries]),
    });
    all.push({ name: '.strtab', type: 3, flags: 0, data: strings.bytes() });
  }
  const names = new StringTable();
  const nameOffsets = [...all.map(({ name }) => names.add(name)), names.add('.shstrtab')];
  all.push({ name: '.shstrtab', type: 3, flags: 0, data: names.bytes() });

  const body: Buffer[] = [];
  let offset = 64;
  const headers = all.map((section, index) => {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(nameOffsets[index] ?? 0, 0);
    header.writeUInt32LE(section.type ?? 1, 4);
    header.writeBigUInt64LE(BigInt(section.flags ?? 2), 8);
    header.writeBigUInt64LE(section.address ?? 0n, 16);
    header.writeBigUInt64LE(BigInt(index === 0 ? 0 : offset), 24);
    header.writeBigUInt64LE(BigInt(section.data.length), 32);
    header.writeUInt32LE(section.link ?? 0, 40);
    body.push(Buffer.from(section.data));
    offset += section.data.length;
    return header;
  });
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(type, 16);
  header.writeUInt16LE(architecture === 'amd64' ? 62 : 183, 18);
  header.writeBigUInt64LE(BigInt(offset), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(all.length, 60);
  header.writeUInt16LE(all.length - 1, 62);
  return Buffer.concat([header, ...body, ...headers]);
}

function symbolEntry(
  { name, value = 0n, section = SHN_UNDEF, isWeak = false }: SymbolToBuild,
  strings: StringTable,
  sections: readonly { name: string }[],
): Buffer {
  const entry = Buffer.alloc(24);
  entry.writeUInt32LE(strings.add(name), 0);
  entry.writeUInt8((isWeak ? 2 : 1) << 4, 4);
  const index =
    typeof section === 'number' ? section : sections.findIndex((one) => one.name === section);
  if (index < 0) throw new Error(`no section ${String(section)}`);
  entry.writeUInt16LE(index, 6);
  entry.writeBigUInt64LE(value, 8);
  return entry;
}

/** Zero-terminated strings, each once. */
export class StringTable {
  private text = '\0';
  private readonly offsets = new Map<string, number>([['', 0]]);

  add(text: string): number {
    const known = this.offsets.get(text);
    if (known !== undefined) return known;
    const offset = this.text.length;
    this.offsets.set(text, offset);
    this.text += `${text}\0`;
    return offset;
  }

  bytes(): Buffer {
    return Buffer.from(this.text, 'latin1');
  }
}

export { SHN_ABS, SHN_UNDEF };
