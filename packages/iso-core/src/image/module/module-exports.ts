// What a module exports. A module is not linked yet, so its tables have no addresses; the labels on
// their entries say the same (the kernel's include/linux/export.h, since 6.5 export-internal.h).
import { SHN_ABS, stringAt, type ElfFile, type ElfSymbol } from '../elf/index.js';
import { TABLE_SUFFIXES, type ExportedSymbol, type ExportType } from './exported-symbol.js';

/** `struct kernel_symbol`, from 4.19 to 5.3, since 5.4, and with plain addresses. */
const ENTRY_SIZES = [8, 12, 16, 24];
const ENTRY_LABEL = '__ksymtab_';

/**
 * The exports of `module` out of its `symbols`. `undefined` when its tables have other entries than
 * its labels say: it was stripped of them.
 */
export function readModuleExports(
  module: ElfFile,
  symbols: readonly ElfSymbol[],
): ReadonlyMap<string, ExportedSymbol> | undefined {
  const tables = exportTables(module);
  const entries = new Map<string, ExportType>();
  const labels = {
    crc: labelled('__crc_'),
    flags: labelled('__flags_'),
    ns: labelled('__kstrtabns_'),
  };
  for (const symbol of symbols) {
    const table = tables.types.get(symbol.section);
    if (table !== undefined && symbol.name.startsWith(ENTRY_LABEL)) {
      entries.set(symbol.name.slice(ENTRY_LABEL.length), table);
    }
    for (const { prefix, of } of Object.values(labels)) {
      if (symbol.name.startsWith(prefix)) of.set(symbol.name.slice(prefix.length), symbol);
    }
  }
  if (entries.size === 0 ? tables.size > 0 : !ENTRY_SIZES.includes(tables.size / entries.size)) {
    return undefined;
  }
  const exports = new Map<string, ExportedSymbol>();
  for (const [name, type] of entries) {
    exports.set(name, {
      // Since 7.1 one table holds all, and a byte says which ones are for GPL-compatible modules.
      type: isFlaggedGpl(module, labels.flags.of.get(name)) ? 'EXPORT_SYMBOL_GPL' : type,
      crc: crcAt(module, labels.crc.of.get(name)),
      namespace: textAt(module, labels.ns.of.get(name)),
    });
  }
  return exports;
}

function labelled(prefix: string): { prefix: string; of: Map<string, ElfSymbol> } {
  return { prefix, of: new Map() };
}

/** The tables by their section's index, and their size together in bytes. */
function exportTables(module: ElfFile): { types: Map<number, ExportType>; size: number } {
  const types = new Map<number, ExportType>();
  let size = 0;
  for (const section of module.sections) {
    // Before the final link each entry has a section of its own: ___ksymtab_gpl+name.
    const match = /^(?:__ksymtab|___ksymtab(?=.*\+))([a-z_]*)(?:\+.*)?$/.exec(section.name);
    const type = TABLE_SUFFIXES.find(([suffix]) => suffix === match?.[1])?.[1];
    if (match === null || type === undefined) continue;
    types.set(section.index, type);
    size += section.size;
  }
  return { types, size };
}

// An absolute symbol is the CRC; any other one stands where the CRC is.
function crcAt(module: ElfFile, symbol: ElfSymbol | undefined): number | undefined {
  if (symbol === undefined) return undefined;
  if (symbol.section === SHN_ABS) return Number(symbol.value & 0xffff_ffffn);
  const { data, offset } = placeOf(module, symbol);
  return offset + 4 <= data.length ? data.readUInt32LE(offset) : undefined;
}

function isFlaggedGpl(module: ElfFile, symbol: ElfSymbol | undefined): boolean {
  if (symbol === undefined) return false;
  if (module.sections[symbol.section]?.name.includes('_kflagstab') !== true) return false;
  const { data, offset } = placeOf(module, symbol);
  return ((data[offset] ?? 0) & 1) === 1;
}

function textAt(module: ElfFile, symbol: ElfSymbol | undefined): string {
  if (symbol === undefined) return '';
  const { data, offset } = placeOf(module, symbol);
  return stringAt(data, offset) ?? '';
}

function placeOf(module: ElfFile, { section, value }: ElfSymbol): { data: Buffer; offset: number } {
  const data = module.contents(module.sections[section]);
  return { data, offset: value < BigInt(data.length) ? Number(value) : data.length };
}
