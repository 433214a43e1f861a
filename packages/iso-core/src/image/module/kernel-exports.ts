// What a kernel exports to modules, out of its linked ELF file (as it lies in a bzImage, without
// symbols). Sections: __ksymtab* with entries, __kcrctab* with their checksums, __ksymtab_strings.
import { parseElf, type ElfFile } from '../elf/index.js';
import { TABLE_SUFFIXES, type ExportedSymbol } from './exported-symbol.js';
import { readKernelCrcs } from './kernel-crcs.js';
import { readKernelSymbols, type LinkedTable } from './kernel-symbol-layout.js';

export type KernelExports =
  | {
      readonly known: true;
      readonly symbols: ReadonlyMap<string, ExportedSymbol>;
      /** Whether the kernel was built with MODVERSIONS. */
      readonly modversions: boolean;
    }
  /** What is not understood is not guessed; `reason` is for messages. */
  | { readonly known: false; readonly reason: string };

/**
 * The exports of the kernel in `vmlinux`. Kernels of 4.7 to 7.2 are understood.
 * Errors: `NOT_AN_ELF_FILE`, `ELF_DAMAGED`.
 */
export function readKernelExports(vmlinux: Uint8Array, name = 'vmlinux'): KernelExports {
  const kernel = parseElf(vmlinux, name);
  const strings = tableOf(kernel, '__ksymtab_strings');
  if (strings.data.length === 0 || kernel.section('__ksymtab') === undefined) {
    return unknown('it has no export tables: was it built without modules?');
  }
  const tables = TABLE_SUFFIXES.map(([suffix]) => tableOf(kernel, `__ksymtab${suffix}`));
  const entries = readKernelSymbols(tables, strings);
  if (entries === undefined) return unknown('its export tables have an unknown layout');

  const crcSections = TABLE_SUFFIXES.map(([suffix]) => kernel.section(`__kcrctab${suffix}`));
  const modversions = crcSections.some((section) => (section?.size ?? 0) > 0);
  const counts = entries.map(({ length }) => length);
  const crcs = modversions ? readKernelCrcs(kernel, crcSections, counts) : [];
  if (crcs === undefined) return unknown('its checksums are not one for each export');

  const gplOnly = readFlags(kernel, counts);
  if (gplOnly === undefined) return unknown('its export flags are not understood');
  const symbols = new Map<string, ExportedSymbol>();
  for (const [table, [, tableType]] of TABLE_SUFFIXES.entries()) {
    for (const [index, { name: symbol, namespace }] of (entries[table] ?? []).entries()) {
      const type = table === 0 && gplOnly[index] === true ? 'EXPORT_SYMBOL_GPL' : tableType;
      if (symbols.has(symbol)) return unknown(`it exports ${symbol} twice`);
      symbols.set(symbol, { type, crc: crcs[table]?.[index], namespace });
    }
  }
  return { known: true, symbols, modversions };
}

// Since 7.1 one table holds all exports, and a byte for each says whether it is for GPL-compatible
// modules only (bit 0). Other bits are not known, nor are flags beside several tables.
function readFlags(kernel: ElfFile, counts: readonly number[]): boolean[] | undefined {
  const flags = kernel.contents(kernel.section('__kflagstab'));
  if (flags.length === 0) return [];
  const [count, ...others] = counts;
  const isUnderstood =
    flags.length === count &&
    others.every((other) => other === 0) &&
    flags.every((flag) => flag < 2);
  return isUnderstood ? Array.from(flags, (flag) => flag === 1) : undefined;
}

function tableOf(kernel: ElfFile, name: string): LinkedTable {
  const section = kernel.section(name);
  return { address: section?.address ?? 0n, data: kernel.contents(section) };
}

function unknown(reason: string): KernelExports {
  return { known: false, reason };
}
