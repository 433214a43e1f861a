// Module.symvers: what a kernel and its modules export, one line a symbol (the kernel's
// Documentation/kbuild/modules.rst). kbuild writes it, and reads it to build further modules.
import { IsoError } from '../../runtime/index.js';
import type { ExportedSymbol, ExportType } from './exported-symbol.js';

export interface SymversEntry extends ExportedSymbol {
  /** `vmlinux`, or the path of a module in the kernel's tree without `.ko`. */
  readonly module: string;
}

/** Entries by symbol. */
export type Symvers = ReadonlyMap<string, SymversEntry>;

const TYPES: readonly string[] = [
  'EXPORT_SYMBOL',
  'EXPORT_SYMBOL_GPL',
  'EXPORT_SYMBOL_GPL_FUTURE',
  'EXPORT_UNUSED_SYMBOL',
  'EXPORT_UNUSED_SYMBOL_GPL',
] satisfies ExportType[];

/** Parses Module.symvers of any kernel. Error: `SYMVERS_INVALID` with the line. */
export function parseSymvers(text: string, name = 'Module.symvers'): Symvers {
  const entries = new Map<string, SymversEntry>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const [symbol, entry] = parseLine(line) ?? [];
    if (symbol === undefined || entry === undefined) {
      throw new IsoError(
        'SYMVERS_INVALID',
        `${name}, line ${index + 1}: expected CRC, symbol, module and kind of export between tabs, found ${JSON.stringify(line.slice(0, 120))}`,
        {
          hint: 'Take Module.symvers from the build of this very kernel.',
          details: { name, line: index + 1 },
        },
      );
    }
    entries.set(symbol, entry);
  }
  return entries;
}

/** The text that kbuild of the kernel `release` writes for these entries, in their order. */
export function formatSymvers(symvers: Symvers, release: string): string {
  const fields = fieldsOf(release);
  let text = '';
  for (const [symbol, { crc, module, type, namespace }] of symvers) {
    const checksum = `0x${(crc ?? 0).toString(16).padStart(8, '0')}`;
    const line =
      fields === 'namespace third'
        ? [checksum, symbol, namespace, module, type]
        : [checksum, symbol, module, type, ...(fields === 'four' ? [] : [namespace])];
    text += `${line.join('\t')}\n`;
  }
  return text;
}

function parseLine(line: string): [string, SymversEntry] | undefined {
  const fields = line.split('\t');
  if (fields.length !== 4 && fields.length !== 5) return undefined;
  const [checksum = '', symbol = '', third = '', fourth = '', fifth = ''] = fields;
  // In early 5.4 and 5.5 the namespace came third.
  const [module, type, namespace] = isType(fifth) ? [fourth, fifth, third] : [third, fourth, fifth];
  if (!/^0x[0-9a-f]{1,8}$/i.test(checksum) || symbol === '' || module === '' || !isType(type)) {
    return undefined;
  }
  return [symbol, { crc: Number.parseInt(checksum, 16), module, type, namespace }];
}

function isType(text: string): text is ExportType {
  return TYPES.includes(text);
}

/** Namespaces came with 5.4, and moved to the end of the line in 5.6, 5.5.12 and 5.4.28. */
function fieldsOf(release: string): 'four' | 'namespace third' | 'namespace last' {
  const [major = 0, minor = 0, patch = 0] = release
    .split(/[.\-+]/, 3)
    .map((part) => Number.parseInt(part, 10) || 0);
  if (major < 5 || (major === 5 && minor < 4)) return 'four';
  if (major > 5 || minor > 5) return 'namespace last';
  return patch < (minor === 4 ? 28 : 12) ? 'namespace third' : 'namespace last';
}
