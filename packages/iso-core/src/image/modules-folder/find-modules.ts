// Where a root keeps the modules of a kernel, and which it has.
import type { EffectiveEntry, EffectiveInitrd } from '../initrd/index.js';
import { isModulePath, moduleName } from './module-path.js';

/** The modules folder of one kernel release in the root of an initrd. */
export interface ModulesFolder<Value = unknown> {
  readonly release: string;
  /** Real path from the root: `usr/lib/modules/6.6.95`. */
  readonly path: string;
  /** Sorted by path. */
  readonly modules: readonly ModuleFile<Value>[];
  /** `modules.dep` and so on, by name. */
  readonly tables: ReadonlyMap<string, EffectiveEntry<Value>>;
}

export interface ModuleFile<Value = unknown> {
  /** Below the folder: `kernel/net/sched/sch_prio.ko`. */
  readonly path: string;
  /** `sch_prio`. */
  readonly name: string;
  readonly entry: EffectiveEntry<Value>;
}

/** The folder of `release`, which modprobe looks for at /lib/modules; undefined if there is none. */
export function findModulesFolder<Value>(
  initrd: EffectiveInitrd<Value>,
  release: string,
): ModulesFolder<Value> | undefined {
  const folder = initrd.resolve(`/lib/modules/${release}`);
  if (folder?.type !== 'directory') return undefined;
  const prefix = `${folder.path}/`;
  const modules: ModuleFile<Value>[] = [];
  const tables = new Map<string, EffectiveEntry<Value>>();
  for (const [path, entry] of initrd.entries) {
    if (!path.startsWith(prefix) || entry.type !== 'file') continue;
    const below = path.slice(prefix.length);
    if (isModulePath(below)) modules.push({ path: below, name: moduleName(below), entry });
    else if (isTable(below)) tables.set(below, entry);
  }
  modules.sort((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)));
  return { release, path: folder.path, modules, tables };
}

/** The releases that a root has modules folders of, sorted. */
export function releasesWithModules(initrd: EffectiveInitrd): string[] {
  const folder = initrd.resolve('/lib/modules');
  if (folder?.type !== 'directory') return [];
  const prefix = `${folder.path}/`;
  return [...initrd.entries.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .filter((name) => !name.includes('/') && initrd.resolve(prefix + name)?.type === 'directory')
    .sort();
}

/** Whether a name directly below a modules folder is that of a table. */
export function isTable(name: string): boolean {
  return name.startsWith('modules.') && !name.includes('/');
}
