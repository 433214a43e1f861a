// A kernel module (.ko) as data: what it is for, what it needs and what it offers.
import { IsoError, type Architecture } from '../../runtime/index.js';
import { decompress, detectCompression } from '../compression/index.js';
import {
  parseElf,
  SHN_COMMON,
  SHN_UNDEF,
  stringAt,
  type ElfFile,
  type ElfSymbol,
} from '../elf/index.js';
import type { ExportedSymbol } from './exported-symbol.js';
import { readModuleExports } from './module-exports.js';
import { hasSignature, parseModuleInfo } from './module-info.js';
import { readModuleVersions } from './module-versions.js';

export interface KernelModule {
  /** As `lsmod` shows it: with `_` where the file has `-`. */
  readonly name: string;
  readonly architecture: Architecture;
  /** Release and main options of the kernel that it was built for, with any trailing blank. */
  readonly vermagic: string;
  /** Names of the modules that its build found its imports in. */
  readonly depends: readonly string[];
  readonly license: string;
  /** Whether it was built from the kernel's own tree. */
  readonly intree: boolean;
  /** Whether a signature follows it; it is not verified. */
  readonly signed: boolean;
  readonly srcversion: string | undefined;
  /** What it cannot be loaded without, with the CRC that it expects where it carries one. */
  readonly imports: ReadonlyMap<string, number | undefined>;
  /** What it can do without. */
  readonly weakImports: ReadonlyMap<string, number | undefined>;
  /** Every CRC that it carries, that of `module_layout` among them; `undefined`: none (readable). */
  readonly versions: ReadonlyMap<string, number> | undefined;
  readonly exports: ReadonlyMap<string, ExportedSymbol>;
  readonly importNamespaces: readonly string[];
}

/** The most that a module may unpack to: 256 MiB. */
const MODULE_LIMIT = 256 * 1024 * 1024;

/** `struct module` begins with a state and a list: 24 bytes before its name (since 2.6). */
const THIS_MODULE_NAME = 24;

/** Of a name or a vermagic: the kernel's own are a few dozen. */
const MOST_CHARACTERS = 1024;

/**
 * Reads an uncompressed module; `name` is for messages.
 * Errors: `NOT_A_KERNEL_MODULE`, `ELF_DAMAGED`.
 */
export function readModule(bytes: Uint8Array, name = 'a module'): KernelModule {
  const file = parseModule(bytes, name);
  const info = parseModuleInfo(file.contents(file.section('.modinfo')));
  const first = (key: string): string | undefined => info.get(key)?.[0];
  const moduleName = first('name') ?? nameFromStructure(file);
  const vermagic = first('vermagic');
  if (vermagic === undefined || moduleName === undefined) {
    throw notAModule(name, 'an object file without a module’s name and vermagic');
  }
  if (file.architecture === undefined) throw notAModule(name, 'one of an unknown machine');
  const longest = Math.max(moduleName.length, vermagic.length);
  if (longest > MOST_CHARACTERS) {
    throw notAModule(name, `one with a name or vermagic of ${longest} characters`);
  }

  const symbols = [...file.symbols()];
  const versions = readModuleVersions(file);
  const exports = readModuleExports(file, symbols);
  if (exports === undefined) {
    throw notAModule(name, 'one whose exports cannot be read: it was stripped of its symbols');
  }
  return {
    name: moduleName.replaceAll('-', '_'),
    architecture: file.architecture,
    vermagic,
    depends: (first('depends') ?? '').split(',').filter((module) => module !== ''),
    license: first('license') ?? 'unspecified',
    intree: first('intree') === 'Y',
    signed: hasSignature(bytes),
    srcversion: first('srcversion'),
    ...readImports(symbols, file.architecture, versions),
    versions,
    exports,
    importNamespaces: info.get('import_ns') ?? [],
  };
}

/**
 * {@link readModule} of a `.ko`, `.ko.gz`, `.ko.xz` or `.ko.zst` that unpacks to `limit` bytes at
 * most. Also: `IMAGE_DECOMPRESSION_BOMB`, `COMPRESSED_DATA_DAMAGED`, `TOOLS_MISSING`.
 */
export async function readModuleFile(
  bytes: Uint8Array,
  name: string,
  limit = MODULE_LIMIT,
): Promise<KernelModule> {
  const compression = detectCompression(bytes);
  if (compression === 'none') return readModule(bytes, name);
  return readModule(await decompress(bytes, { name, limit, compression }), name);
}

function parseModule(bytes: Uint8Array, name: string): ElfFile {
  const file = parseElf(bytes, name);
  if (file.type !== 1) throw notAModule(name, 'an ELF file that is linked already');
  return file;
}

// Modules say their name in .modinfo since 4.16; it always stood in their `struct module`.
function nameFromStructure(file: ElfFile): string | undefined {
  const structure = file.contents(file.section('.gnu.linkonce.this_module'));
  return stringAt(structure, THIS_MODULE_NAME) || undefined;
}

// As the kernel's simplify_symbols() goes through them.
function readImports(
  symbols: readonly ElfSymbol[],
  architecture: Architecture,
  versions: ReadonlyMap<string, number> | undefined,
): Pick<KernelModule, 'imports' | 'weakImports'> {
  const imports = new Map<string, number | undefined>();
  const weakImports = new Map<string, number | undefined>();
  for (const { name, section, isWeak } of symbols) {
    // A common symbol would have to be allocated, which the kernel does not do: never resolvable.
    if (section !== SHN_UNDEF && section !== SHN_COMMON) continue;
    if (architecture === 'amd64' && name === '_GLOBAL_OFFSET_TABLE_') continue;
    (isWeak ? weakImports : imports).set(name, versions?.get(name));
  }
  return { imports, weakImports };
}

function notAModule(name: string, found: string): IsoError {
  return new IsoError('NOT_A_KERNEL_MODULE', `${name}: expected a kernel module, found ${found}`, {
    hint: 'Build the module with the kernel’s own makefiles, and strip no more than its debug symbols.',
    details: { name, found },
  });
}
