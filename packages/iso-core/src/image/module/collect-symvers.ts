// Module.symvers rebuilt from what is in an ISO: the kernel's own export tables, and its modules.
import { readKernelExports } from './kernel-exports.js';
import type { KernelModule } from './module.js';
import type { Symvers, SymversEntry } from './symvers.js';

export type KernelSymvers =
  | { readonly known: true; readonly symvers: Symvers; readonly modversions: boolean }
  | { readonly known: false; readonly reason: string };

/**
 * The entries of the kernel itself, by name, out of its ELF file.
 * Errors: `NOT_AN_ELF_FILE`, `ELF_DAMAGED`.
 */
export function symversFromVmlinux(vmlinux: Uint8Array, name = 'vmlinux'): KernelSymvers {
  const exports = readKernelExports(vmlinux, name);
  if (!exports.known) return exports;
  const symvers = new Map<string, SymversEntry>();
  for (const symbol of [...exports.symbols.keys()].sort()) {
    const entry = exports.symbols.get(symbol);
    if (entry !== undefined) symvers.set(symbol, { ...entry, module: 'vmlinux' });
  }
  return { known: true, symvers, modversions: exports.modversions };
}

/** A module and where it lies below `/lib/modules/<release>`, as `kernel/net/sched/sch_prio.ko.xz`. */
export interface PlacedModule {
  readonly path: string;
  readonly module: KernelModule;
}

/** `symvers` with the exports of `modules`; what is there already stays, as the kernel comes first. */
export function withModuleExports(symvers: Symvers, modules: Iterable<PlacedModule>): Symvers {
  const result = new Map(symvers);
  for (const { path, module } of modules) {
    const place = path.replace(/^kernel\//, '').replace(/\.ko(\.\w+)?$/, '');
    for (const [symbol, entry] of module.exports) {
      if (!result.has(symbol)) result.set(symbol, { ...entry, module: place });
    }
  }
  return result;
}
