// Which modules of a base do not belong beside a newly built kernel. An overlay cannot delete: each
// has to be known before anything is written.
import { moduleName } from './module-path.js';

/** A module by its path below the modules folder. */
export interface ModuleAt {
  readonly path: string;
}

/** A module of the base that must not stay. */
export interface StaleModule {
  readonly path: string;
  readonly name: string;
  /** `built in`: the new kernel has it inside; `moved`: the new one lies elsewhere. */
  readonly reason: 'built in' | 'moved';
}

/** A module of the base that the source tree does not make at all. */
export interface ForeignModule {
  readonly path: string;
  readonly name: string;
}

/**
 * The base's modules that would be found beside or instead of the new ones. One that a new module
 * of the same path replaces is not among them.
 * @param builtin paths as in the new kernel's modules.builtin
 */
export function staleModules(
  base: readonly ModuleAt[],
  built: readonly ModuleAt[],
  builtin: readonly string[],
): StaleModule[] {
  const paths = new Set(built.map(({ path }) => path));
  const names = namesOf(built.map(({ path }) => path));
  const inside = namesOf(builtin);
  return base.flatMap(({ path }): StaleModule[] => {
    const name = moduleName(path);
    if (inside.has(name)) return [{ path, name, reason: 'built in' }];
    if (names.has(name) && !paths.has(path)) return [{ path, name, reason: 'moved' }];
    return [];
  });
}

/** The base's modules that are neither among the new ones nor inside of the new kernel. */
export function foreignModules(
  base: readonly ModuleAt[],
  built: readonly ModuleAt[],
  builtin: readonly string[],
): ForeignModule[] {
  const known = namesOf([...built.map(({ path }) => path), ...builtin]);
  return base
    .map(({ path }) => ({ path, name: moduleName(path) }))
    .filter(({ name }) => !known.has(name));
}

function namesOf(paths: readonly string[]): Set<string> {
  return new Set(paths.map(moduleName));
}
