// Modules as an inspection finds them, for tests that need no ELF files.
import type { ExportedSymbol, KernelModule, LinkTarget, SymversEntry } from '../image/index.js';
import type { FoundModule } from './module-proof.js';

export const VERMAGIC = '6.1.0 SMP mod_unload ';

export function exported(crc?: number): ExportedSymbol {
  return { type: 'EXPORT_SYMBOL', crc, namespace: '' };
}

/** A module that imports nothing but `printk`. */
export function kernelModule(overrides: Partial<KernelModule> = {}): KernelModule {
  return {
    name: 'sch_prio',
    architecture: 'amd64',
    vermagic: VERMAGIC,
    depends: [],
    license: 'GPL',
    intree: true,
    signed: false,
    srcversion: undefined,
    imports: new Map([['printk', undefined]]),
    weakImports: new Map(),
    versions: undefined,
    exports: new Map(),
    importNamespaces: [],
    ...overrides,
  };
}

export function foundModule(path: string, overrides: Partial<KernelModule> = {}): FoundModule {
  return { path, sha256: 'a'.repeat(64), module: kernelModule(overrides) };
}

/** What a kernel exports that has `printk`, and the entries given. */
export function symversWith(...entries: [string, SymversEntry][]): Map<string, SymversEntry> {
  return new Map([['printk', { ...exported(), module: 'vmlinux' }], ...entries]);
}

/** A kernel without MODVERSIONS. */
export const KERNEL: LinkTarget = {
  architecture: 'amd64',
  vermagic: VERMAGIC,
  modversions: false,
  symvers: symversWith(),
};
