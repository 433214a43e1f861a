// Builds small kernels and modules for tests, as kbuild of different years lays them out.
import {
  buildElf,
  SHN_ABS,
  StringTable,
  type SectionToBuild,
  type SymbolToBuild,
} from '../elf/elf.testing.js';

export interface ExportToBuild {
  readonly name: string;
  /** Suffix of its table: '', '_gpl', '_gpl_future', '_unused', '_unused_gpl'. */
  readonly table?: string;
  readonly namespace?: string;
  readonly crc?: number;
}

/**
 * How entries are laid out: plain addresses (before 4.19), the same with a namespace, offsets (4.19
 * to 5.3), offsets with a namespace (since 5.4), the same with one table and flags (since 7.1).
 */
export type Layout = 'absolute' | 'absolute+namespace' | 'prel32' | 'prel32+namespace' | 'flags';

/** How checksums are: none, 8 bytes (before 4.10), 4 bytes, or offsets to them (MODULE_REL_CRCS). */
export type CrcLayout = 'none' | 'long' | 'word' | 'relative';

const BASE = 0xffff_ffff_8200_0000n;

/** A linked kernel, stripped as in a bzImage: its tables and nothing else. */
export function buildVmlinux(
  exports: readonly ExportToBuild[],
  layout: Layout = 'prel32+namespace',
  crcLayout: CrcLayout = 'word',
): Buffer {
  const strings = new StringTable();
  for (const { name, namespace = '' } of exports) {
    strings.add(name);
    strings.add(namespace);
  }
  const stringsAddress = BASE + 0x10_0000n;
  const crcsAddress = BASE + 0x20_0000n;
  const sections: SectionToBuild[] = [
    { name: '__ksymtab_strings', address: stringsAddress, data: strings.bytes() },
  ];
  const crcValues: Buffer[] = [];
  const suffixes = [...new Set(['', ...exports.map(({ table = '' }) => table)])];
  for (const [index, suffix] of (layout === 'flags' ? [''] : suffixes).entries()) {
    const inTable = exports
      .filter(({ table = '' }) => layout === 'flags' || table === suffix)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const address = BASE + BigInt(index) * 0x1_0000n;
    const entries = inTable.map(({ name, namespace = '' }, at) =>
      entryOf(layout, address, at, {
        name: stringsAddress + BigInt(strings.add(name)),
        namespace: namespace === '' ? 0n : stringsAddress + BigInt(strings.add(namespace)),
      }),
    );
    sections.push({ name: `__ksymtab${suffix}`, address, data: Buffer.concat(entries) });
    if (layout === 'flags') {
      const flags = inTable.map(({ table }) => (table === '_gpl' ? 1 : 0));
      sections.push({ name: '__kflagstab', data: Buffer.from(flags) });
    }
    if (crcLayout === 'none') continue;
    const crcAddress = address + 0x8000n;
    const crcs = inTable.map(({ crc = 0 }, at) => {
      const data = Buffer.alloc(crcLayout === 'long' ? 8 : 4);
      if (crcLayout === 'relative') {
        const target = crcsAddress + BigInt(4 * crcValues.length);
        data.writeInt32LE(Number(target - crcAddress) - 4 * at);
      } else {
        data.writeUInt32LE(crc);
      }
      const value = Buffer.alloc(4);
      value.writeUInt32LE(crc);
      crcValues.push(value);
      return data;
    });
    sections.push({ name: `__kcrctab${suffix}`, address: crcAddress, data: Buffer.concat(crcs) });
  }
  if (crcLayout === 'relative') {
    sections.push({ name: '.rodata', address: crcsAddress, data: Buffer.concat(crcValues) });
  }
  return buildElf({ type: 2, sections });
}

function entryOf(
  layout: Layout,
  table: bigint,
  index: number,
  to: { name: bigint; namespace: bigint },
): Buffer {
  const isAbsolute = layout.startsWith('absolute');
  const words = layout === 'absolute' || layout === 'prel32' ? 2 : 3;
  const step = isAbsolute ? 8 : 4;
  const entry = Buffer.alloc(words * step);
  for (const [at, target] of [BASE - 0x100_0000n, to.name, to.namespace].entries()) {
    if (at >= words) continue;
    const place = table + BigInt(index * entry.length + at * step);
    if (isAbsolute) entry.writeBigUInt64LE(target, at * step);
    else entry.writeInt32LE(target === 0n ? 0 : Number(target - place), at * step);
  }
  return entry;
}

export interface ModuleToBuild {
  readonly info?: Readonly<Record<string, string | readonly string[]>>;
  readonly imports?: readonly string[];
  readonly weakImports?: readonly string[];
  /** What stands in __versions. */
  readonly versions?: Readonly<Record<string, number>>;
  /** What stands in __version_ext_crcs and __version_ext_names. */
  readonly extendedVersions?: Readonly<Record<string, number>>;
  readonly exports?: readonly ExportToBuild[];
  /** Checksums of exports: absolute symbols (before 5.19), in their table, or in .rodata. */
  readonly crcs?: 'symbols' | 'table' | 'rodata';
  readonly layout?: 'prel32' | 'prel32+namespace' | 'flags';
  readonly architecture?: 'amd64' | 'arm64';
  readonly signed?: boolean;
}

export const VERMAGIC = '6.1.0 SMP preempt mod_unload modversions ';

/** A module as `ld -r` leaves it. */
export function buildModule({
  info = {},
  imports = [],
  weakImports = [],
  versions,
  extendedVersions,
  exports = [],
  crcs = 'table',
  layout = 'prel32+namespace',
  architecture = 'amd64',
  signed = false,
}: ModuleToBuild = {}): Buffer {
  const modinfo = { name: 'test', vermagic: VERMAGIC, license: 'GPL', depends: '', ...info };
  const sections: SectionToBuild[] = [{ name: '.modinfo', data: modinfoOf(modinfo) }];
  const symbols: SymbolToBuild[] = [
    ...imports.map((name) => ({ name })),
    ...weakImports.map((name) => ({ name, isWeak: true })),
  ];
  if (versions !== undefined) sections.push({ name: '__versions', data: versionsOf(versions) });
  if (extendedVersions !== undefined) sections.push(...extendedVersionsOf(extendedVersions));
  addExports(exports, layout, crcs, sections, symbols);
  const elf = buildElf({ type: 1, architecture, sections, symbols });
  return signed ? Buffer.concat([elf, signature()]) : elf;
}

function modinfoOf(info: Readonly<Record<string, string | readonly string[]>>): Buffer {
  const lines = Object.entries(info).flatMap(([key, values]) =>
    [values].flat().map((value) => `${key}=${value}\0`),
  );
  return Buffer.from(lines.join('\0\0'));
}

function versionsOf(versions: Readonly<Record<string, number>>): Buffer {
  return Buffer.concat(
    Object.entries(versions).map(([name, crc]) => {
      const entry = Buffer.alloc(64);
      entry.writeUInt32LE(crc);
      entry.write(name, 8, 'latin1');
      return entry;
    }),
  );
}

function extendedVersionsOf(versions: Readonly<Record<string, number>>): SectionToBuild[] {
  const crcs = Buffer.alloc(4 * Object.keys(versions).length);
  for (const [index, crc] of Object.values(versions).entries()) crcs.writeUInt32LE(crc, 4 * index);
  const names = Object.keys(versions).map((name) => `${name}\0`);
  return [
    { name: '__version_ext_crcs', data: crcs },
    { name: '__version_ext_names', data: Buffer.from(names.join('')) },
  ];
}

function addExports(
  exports: readonly ExportToBuild[],
  layout: 'prel32' | 'prel32+namespace' | 'flags',
  crcs: 'symbols' | 'table' | 'rodata',
  sections: SectionToBuild[],
  symbols: SymbolToBuild[],
): void {
  const strings = new StringTable();
  const entrySize = layout === 'prel32' ? 8 : 12;
  const rodata: number[] = [];
  const suffixes = [...new Set(exports.map(({ table = '' }) => (layout === 'flags' ? '' : table)))];
  for (const suffix of suffixes) {
    const inTable = exports.filter(({ table = '' }) => layout === 'flags' || table === suffix);
    const table = `__ksymtab${suffix}`;
    const crcTable = Buffer.alloc(4 * inTable.length);
    for (const [index, { name, crc, namespace = '' }] of inTable.entries()) {
      symbols.push({ name: `__ksymtab_${name}`, section: table, value: BigInt(entrySize * index) });
      symbols.push({
        name: `__kstrtabns_${name}`,
        section: '__ksymtab_strings',
        value: BigInt(strings.add(namespace)),
      });
      if (layout === 'flags') {
        symbols.push({ name: `__flags_${name}`, section: '__kflagstab', value: BigInt(index) });
      }
      if (crc === undefined) continue;
      const label = `__crc_${name}`;
      if (crcs === 'symbols') {
        symbols.push({ name: label, section: SHN_ABS, value: BigInt(crc) });
      } else if (crcs === 'table') {
        crcTable.writeUInt32LE(crc, 4 * index);
        symbols.push({ name: label, section: `__kcrctab${suffix}`, value: BigInt(4 * index) });
      } else {
        symbols.push({ name: label, section: '.rodata', value: BigInt(4 * rodata.push(crc) - 4) });
      }
    }
    sections.push({ name: table, data: Buffer.alloc(entrySize * inTable.length) });
    sections.push({ name: `__kcrctab${suffix}`, data: crcTable });
    if (layout === 'flags') {
      const flags = inTable.map(({ table: of }) => (of === '_gpl' ? 1 : 0));
      sections.push({ name: '__kflagstab', data: Buffer.from(flags) });
    }
  }
  sections.push({ name: '.rodata', data: Buffer.from(new Uint32Array(rodata).buffer) });
  sections.push({ name: '__ksymtab_strings', data: strings.bytes() });
}

function signature(): Buffer {
  const block = Buffer.alloc(12);
  block.writeUInt8(2, 2);
  block.writeUInt32BE(256, 8);
  return Buffer.concat([Buffer.alloc(256, 1), block, Buffer.from('~Module signature appended~\n')]);
}
