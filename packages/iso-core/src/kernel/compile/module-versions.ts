// The versions of the symbols that a module imports (MODVERSIONS): which a kernel compares with its own
// before it takes the module.
import { IsoError } from '../../runtime/index.js';

/** Symbol → CRC, as in Module.symvers. */
export type SymbolVersions = ReadonlyMap<string, number>;

/**
 * Parses the text of a Module.symvers (Documentation/kbuild/modules.rst, "Symbols and CRCs"). Columns
 * after the symbol differ between kernels and are not read.
 */
export function parseSymbolVersions(text: string): Map<string, number> {
  const versions = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, crc, symbol] = /^0x([0-9a-f]{1,16})\t([^\t\n]+)(?:\t|$)/i.exec(line) ?? [];
    if (crc !== undefined && symbol !== undefined) versions.set(symbol, Number.parseInt(crc, 16));
  }
  return versions;
}

/** Known to the module loader itself (scripts/mod/modpost.c, `ignore_undef_symbol`). */
const IGNORED = new Set(['_GLOBAL_OFFSET_TABLE_', '__this_module']);

/** What `nm --undefined-only --format=posix` prints: imported symbols, and those that may be missing. */
export function parseUndefined(text: string): { required: string[]; optional: string[] } {
  const required: string[] = [];
  const optional: string[] = [];
  for (const line of text.split('\n')) {
    const [, symbol, kind] = /^(\S+) ([Uvw])\b/.exec(line) ?? [];
    if (symbol === undefined || IGNORED.has(symbol)) continue;
    (kind === 'U' ? required : optional).push(symbol);
  }
  return { required, optional };
}

/** Throws `MODULE_SYMBOL_UNRESOLVED` when the base exports no symbol of a name that is imported. */
export function assertResolved(
  module: string,
  required: readonly string[],
  versions: SymbolVersions,
): void {
  const missing = required.filter((symbol) => !versions.has(symbol));
  if (missing.length === 0) return;
  throw new IsoError(
    'MODULE_SYMBOL_UNRESOLVED',
    `${module} needs ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more symbols` : ''}, which the base does not export`,
    {
      hint: 'Ask for one of the options as y: then the kernel itself is built with them.',
      details: { module, missing },
    },
  );
}

const ENTRY_BYTES = 64;
const NAME_AT = 8;

/**
 * The contents of a module's `__versions` section on a 64-bit machine: `struct modversion_info`
 * (include/linux/module.h) for each symbol, `module_layout` among them.
 */
export function versionsSection(symbols: readonly string[], versions: SymbolVersions): Uint8Array {
  const names = [...new Set(['module_layout', ...symbols])].filter((name) => versions.has(name));
  const section = Buffer.alloc(names.length * ENTRY_BYTES);
  for (const [index, name] of names.entries()) {
    if (Buffer.byteLength(name) >= ENTRY_BYTES - NAME_AT) {
      throw new IsoError('MODULE_SYMBOL_TOO_LONG', `${name} is too long a name to have a version`, {
        hint: 'Ask for one of the options as y: then the kernel itself is built with them.',
        details: { symbol: name },
      });
    }
    section.writeBigUInt64LE(BigInt(versions.get(name) ?? 0), index * ENTRY_BYTES);
    section.write(name, index * ENTRY_BYTES + NAME_AT, 'utf8');
  }
  return section;
}
