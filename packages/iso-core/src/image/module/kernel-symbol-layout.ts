// How a kernel lays out an entry of its export tables (`struct kernel_symbol`), which changed over
// the years. It is recognised by its effect: in the right layout, and only there, every entry names
// a symbol, in the order in which the kernel searches them.
import { stringAt } from '../elf/index.js';

/** A table of entries and the address that its first byte is linked to. */
export interface LinkedTable {
  readonly address: bigint;
  readonly data: Buffer;
}

export interface TableEntry {
  readonly name: string;
  readonly namespace: string;
}

interface Layout {
  readonly entrySize: number;
  /** Offset in the strings of what the word at `at` points to; `undefined` for nothing. */
  readonly target: (table: LinkedTable, at: number, strings: LinkedTable) => number | undefined;
  readonly nameAt: number;
  readonly namespaceAt: number | undefined;
}

// Offsets from the place where they stand (HAVE_ARCH_PREL32_RELOCATIONS, since 4.19).
function relative(table: LinkedTable, at: number, strings: LinkedTable): number | undefined {
  const offset = table.data.readInt32LE(at);
  if (offset === 0) return undefined;
  return Number(table.address - strings.address) + at + offset;
}

function absolute(table: LinkedTable, at: number, strings: LinkedTable): number | undefined {
  const address = table.data.readBigUInt64LE(at);
  return address === 0n ? undefined : Number(address - strings.address);
}

const LAYOUTS: readonly Layout[] = [
  { entrySize: 12, target: relative, nameAt: 4, namespaceAt: 8 }, // Since 5.4.
  { entrySize: 8, target: relative, nameAt: 4, namespaceAt: undefined }, // 4.19 to 5.3.
  { entrySize: 16, target: absolute, nameAt: 8, namespaceAt: undefined }, // Before 4.19.
  { entrySize: 24, target: absolute, nameAt: 8, namespaceAt: 16 },
];

/** The entries of `tables`; `undefined` unless exactly one layout makes sense of all of them. */
export function readKernelSymbols(
  tables: readonly LinkedTable[],
  strings: LinkedTable,
): TableEntry[][] | undefined {
  const readings = LAYOUTS.map((layout) => readAll(tables, strings, layout)).filter(
    (reading) => reading !== undefined,
  );
  const [first] = readings;
  const isEmpty = tables.every(({ data }) => data.length === 0);
  return readings.length === 1 || isEmpty ? first : undefined;
}

function readAll(
  tables: readonly LinkedTable[],
  strings: LinkedTable,
  layout: Layout,
): TableEntry[][] | undefined {
  const result: TableEntry[][] = [];
  for (const table of tables) {
    const entries = readTable(table, strings, layout);
    if (entries === undefined) return undefined;
    result.push(entries);
  }
  return result;
}

function readTable(
  table: LinkedTable,
  strings: LinkedTable,
  layout: Layout,
): TableEntry[] | undefined {
  if (table.data.length % layout.entrySize !== 0) return undefined;
  const entries: TableEntry[] = [];
  let previous = '';
  for (let at = 0; at < table.data.length; at += layout.entrySize) {
    const name = textAt(layout.target(table, at + layout.nameAt, strings), strings);
    if (name === undefined || !/^[A-Za-z_][\w.$]*$/.test(name) || name <= previous)
      return undefined;
    const target =
      layout.namespaceAt === undefined
        ? undefined
        : layout.target(table, at + layout.namespaceAt, strings);
    const namespace = target === undefined ? '' : textAt(target, strings);
    if (namespace === undefined) return undefined;
    entries.push({ name, namespace });
    previous = name;
  }
  return entries;
}

function textAt(offset: number | undefined, strings: LinkedTable): string | undefined {
  return offset === undefined ? undefined : stringAt(strings.data, offset);
}
