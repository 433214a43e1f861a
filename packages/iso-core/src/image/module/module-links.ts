// Whether a module can be loaded into a kernel: the checks of the kernel's own loader
// (kernel/module/main.c and version.c), and where that one forgives, the stricter answer. Pure.
import { cleanLine, type Architecture } from '../../runtime/index.js';
import { isGplCompatible, isGplOnly } from './exported-symbol.js';
import type { KernelModule } from './module.js';
import type { Symvers, SymversEntry } from './symvers.js';

/** The kernel that a module is to be loaded into. */
export interface LinkTarget {
  readonly architecture: Architecture;
  /** The kernel's own, with any trailing blank. */
  readonly vermagic: string;
  readonly modversions: boolean;
  /** What the kernel and the modules beside this one export. */
  readonly symvers: Symvers;
  /** MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS of the kernel. Default: false. */
  readonly allowMissingNamespaceImports?: boolean;
  /** Whether the kernel refuses modules without a signature. Default: false. */
  readonly signaturesOnly?: boolean;
}

export type LinkProblem =
  | { readonly kind: 'architecture'; readonly expected: Architecture; readonly found: Architecture }
  | { readonly kind: 'vermagic'; readonly expected: string; readonly found: string }
  /** No signature follows it, and the kernel asks for one. */
  | { readonly kind: 'unsigned' }
  /** Nothing exports the symbol. */
  | { readonly kind: 'unresolved'; readonly symbol: string }
  /** The module, or what exports the symbol, has no checksum for it. */
  | { readonly kind: 'crc missing'; readonly symbol: string; readonly in: 'module' | 'kernel' }
  | {
      readonly kind: 'crc';
      readonly symbol: string;
      readonly expected: number;
      readonly found: number;
    }
  | { readonly kind: 'gpl only'; readonly symbol: string; readonly license: string }
  | { readonly kind: 'namespace'; readonly symbol: string; readonly namespace: string }
  /** The kernel exports it already. */
  | { readonly kind: 'duplicate export'; readonly symbol: string };

export interface ModuleLinks {
  /** Empty: the module can be loaded, once `needs` are. */
  readonly problems: readonly LinkProblem[];
  /** The modules (their paths in `symvers`) that export what it imports. */
  readonly needs: readonly string[];
}

/** Checks one module against what it is to be loaded into. */
export function checkModuleLinks(module: KernelModule, target: LinkTarget): ModuleLinks {
  const problems: LinkProblem[] = [];
  const needs = new Set<string>();
  const { architecture, vermagic, symvers } = target;
  if (module.architecture !== architecture) {
    problems.push({ kind: 'architecture', expected: architecture, found: module.architecture });
  }
  if (module.vermagic !== vermagic) {
    problems.push({ kind: 'vermagic', expected: vermagic, found: module.vermagic });
  }
  if (target.signaturesOnly === true && !module.signed) problems.push({ kind: 'unsigned' });
  if (target.modversions) problems.push(...checkLayout(module, symvers));

  for (const [imports, isWeak] of [
    [module.imports, false],
    [module.weakImports, true],
  ] as const) {
    for (const [symbol, crc] of imports) {
      const entry = symvers.get(symbol);
      if (entry === undefined) {
        if (!isWeak) problems.push({ kind: 'unresolved', symbol });
        continue;
      }
      if (entry.module !== 'vmlinux') needs.add(entry.module);
      problems.push(...checkImport(module, symbol, crc, entry, target));
    }
  }
  for (const symbol of module.exports.keys()) {
    if (symvers.get(symbol)?.module === 'vmlinux') {
      problems.push({ kind: 'duplicate export', symbol });
    }
  }
  return { problems, needs: [...needs].sort() };
}

/** More than any real one has. */
const MOST_CHARACTERS = 300;

/** One line for people, of bounded length: names and words of a module are as long as it likes. */
export function describeLinkProblem(problem: LinkProblem): string {
  return cleanLine(describe(problem), MOST_CHARACTERS);
}

function describe(problem: LinkProblem): string {
  switch (problem.kind) {
    case 'architecture':
      return `is for ${problem.found}, the kernel for ${problem.expected}`;
    case 'vermagic':
      return `has vermagic "${problem.found.trim()}", the kernel "${problem.expected.trim()}"`;
    case 'unsigned':
      return 'is not signed, and the kernel takes only signed modules';
    case 'unresolved':
      return `needs ${problem.symbol}, which nothing exports`;
    case 'crc missing':
      return problem.in === 'module'
        ? `imports ${problem.symbol} without a checksum, which MODVERSIONS asks for`
        : `imports ${problem.symbol}, whose checksum is not known`;
    case 'crc':
      return `was built for another ${problem.symbol} (checksum ${hex(problem.found)}, the kernel’s is ${hex(problem.expected)})`;
    case 'gpl only':
      return `has license "${problem.license}", and ${problem.symbol} is for GPL-compatible modules only`;
    case 'namespace':
      return `uses ${problem.symbol} without importing its namespace ${problem.namespace}`;
    case 'duplicate export':
      return `exports ${problem.symbol}, which the kernel exports itself`;
  }
}

// The checksum of module_layout stands for the layout of struct module and its like.
function checkLayout(module: KernelModule, symvers: Symvers): LinkProblem[] {
  const symbol = 'module_layout';
  const entry = symvers.get(symbol);
  if (entry === undefined) return [{ kind: 'unresolved', symbol }];
  return compareCrc(symbol, module.versions?.get(symbol), entry);
}

function checkImport(
  module: KernelModule,
  symbol: string,
  crc: number | undefined,
  entry: SymversEntry,
  target: LinkTarget,
): LinkProblem[] {
  const problems: LinkProblem[] = target.modversions ? compareCrc(symbol, crc, entry) : [];
  if (isGplOnly(entry) && !isGplCompatible(module.license)) {
    problems.push({ kind: 'gpl only', symbol, license: module.license });
  }
  const { namespace } = entry;
  if (target.allowMissingNamespaceImports !== true && !mayUse(module, namespace)) {
    problems.push({ kind: 'namespace', symbol, namespace });
  }
  return problems;
}

function compareCrc(
  symbol: string,
  found: number | undefined,
  { crc: expected }: SymversEntry,
): LinkProblem[] {
  if (expected === undefined) return [{ kind: 'crc missing', symbol, in: 'kernel' }];
  if (found === undefined) return [{ kind: 'crc missing', symbol, in: 'module' }];
  return found === expected ? [] : [{ kind: 'crc', symbol, expected, found }];
}

function mayUse({ name, importNamespaces }: KernelModule, namespace: string): boolean {
  if (namespace === '' || importNamespaces.includes(namespace)) return true;
  // Since 6.16 a namespace may name the modules that may use it: "module:kvm-amd,kvm-*".
  const list = /^module:(.*)$/.exec(namespace)?.[1];
  return (
    list?.split(',').some((pattern) => {
      const wanted = pattern.replaceAll('-', '_');
      return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
    }) ?? false
  );
}

function hex(crc: number): string {
  return `0x${crc.toString(16).padStart(8, '0')}`;
}
