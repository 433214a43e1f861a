// What is wrong with the modules of a root, one finding for each module. Pure.
import {
  checkModuleLinks,
  describeLinkProblem,
  foreignModules,
  moduleName,
  parseModulesBuiltin,
  parseModulesOrder,
  releasesWithModules,
  staleModules,
} from '../../image/index.js';
import {
  wellKnownModules,
  wellKnownOptions,
  type FoundModule,
  type InspectedContent,
  type InspectedModules,
  type Inspection,
} from '../../inspect/index.js';

export interface ModuleFinding {
  /** Below the modules folder. */
  readonly path: string;
  /** What is wrong with it, to be read after the path. */
  readonly problem: string;
}

/** What modprobe would not find, and what it would look for in vain. */
export function unlisted({ found, listed }: InspectedModules): ModuleFinding[] {
  const present = new Set(found.map(({ path }) => path));
  return [
    ...[...listed]
      .filter((path) => !present.has(path))
      .map((path) => ({ path, problem: 'is in modules.dep and not there' })),
    ...found
      .filter(({ path }) => !listed.has(path))
      .map(({ path }) => ({
        path,
        problem: 'is not in modules.dep, so nothing loads it by itself',
      })),
  ];
}

/** Modules that cannot be read, or are made for another kernel release than `vermagic` says. */
export function ofOtherKernel(found: readonly FoundModule[], vermagic: string): ModuleFinding[] {
  return found.flatMap(({ path, module, problem }): ModuleFinding[] => {
    if (module === undefined) return [{ path, problem: problem ?? 'is not a readable module' }];
    if (module.vermagic === vermagic) return [];
    return [{ path, problem: `has the vermagic "${module.vermagic.trim()}"` }];
  });
}

/** Modules that the kernel would not load; their vermagic is looked at by itself. */
export function unlinked({ found, surroundings }: InspectedModules): ModuleFinding[] {
  return found.flatMap((module) => linkFinding(module, surroundings.kernel));
}

function linkFinding(
  { path, module }: FoundModule,
  kernel: InspectedModules['surroundings']['kernel'],
): ModuleFinding[] {
  if (module === undefined || 'unknown' in kernel) return [];
  const [first] = checkModuleLinks(module, kernel).problems.filter(
    ({ kind }) => kind !== 'vermagic',
  );
  return first === undefined ? [] : [{ path, problem: describeLinkProblem(first) }];
}

/**
 * Modules that do not belong beside this kernel any more: it has them inside (by its own tables, by its
 * config, or because it exports what they export), or another file of the same name is loaded.
 */
export function stale({ kernel }: Inspection, modules: InspectedModules): ModuleFinding[] {
  const { found, listed, builtin, surroundings } = modules;
  const inside = [...parseModulesBuiltin(builtin.builtin), ...builtInByConfig(kernel.config)];
  const byTables = staleModules(
    found,
    [...listed].map((path) => ({ path })),
    inside,
  ).map(({ path, reason }) => ({
    path,
    problem: reason === 'built in' ? 'is built into the kernel' : 'lies beside one that is loaded',
  }));
  const known = new Set(byTables.map(({ path }) => path));
  const others = [...twice([...listed]), ...exportedByKernel(found, surroundings.kernel)];
  return [...byTables, ...others.filter(({ path }) => !known.has(path))];
}

/** Modules of options whose module is known by name and that the config has as `y`. */
function builtInByConfig(config: Inspection['kernel']['config']): string[] {
  return wellKnownOptions().flatMap((option) =>
    config.get(option) === 'y' ? (wellKnownModules(option) ?? []) : [],
  );
}

/** Modules folders of kernels that are not in this ISO. */
export function otherReleases({
  kernel,
  content,
}: Pick<Inspection, 'kernel'> & { readonly content: InspectedContent }): ModuleFinding[] {
  return releasesWithModules(content.root)
    .filter((release) => release !== kernel.release)
    .map((release) => ({
      path: `/lib/modules/${release}`,
      problem: 'is for a kernel that is not in this ISO',
    }));
}

function twice(paths: readonly string[]): ModuleFinding[] {
  const first = new Map<string, string>();
  return paths.flatMap((path): ModuleFinding[] => {
    const other = first.get(moduleName(path));
    first.set(moduleName(path), other ?? path);
    return other === undefined ? [] : [{ path, problem: `is the same module as ${other}` }];
  });
}

function exportedByKernel(
  found: readonly FoundModule[],
  kernel: InspectedModules['surroundings']['kernel'],
): ModuleFinding[] {
  if ('unknown' in kernel) return [];
  return found.flatMap(({ path, module }): ModuleFinding[] => {
    if (module === undefined) return [];
    const problem = checkModuleLinks(module, kernel).problems.find(
      ({ kind }) => kind === 'duplicate export',
    );
    return problem === undefined ? [] : [{ path, problem: describeLinkProblem(problem) }];
  });
}

/** Modules that this kernel's source did not make, as they say themselves or modules.order says. */
export function strangers({ found, builtin, record }: InspectedModules): FoundModule[] {
  const order = parseModulesOrder(builtin.order);
  const made = [...order, ...(record?.modules.map(({ path }) => path) ?? [])];
  const unordered =
    order.length === 0
      ? []
      : foreignModules(
          found,
          made.map((path) => ({ path })),
          parseModulesBuiltin(builtin.builtin),
        ).map(({ path }) => path);
  const foreign = new Set(unordered);
  return found.filter(({ path, module }) => foreign.has(path) || module?.intree === false);
}

/** What is wrong with one module's links, or undefined. */
export function linkProblem(module: FoundModule, modules: InspectedModules): string | undefined {
  if (module.module === undefined) return module.problem ?? 'is not a readable module';
  return linkFinding(module, modules.surroundings.kernel)[0]?.problem;
}
