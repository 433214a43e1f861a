// The proof that an option that is `m` works: each of its modules is in the initrd, depmod's tables
// list it, and it and everything that it needs can be loaded into the ISO's own kernel. Pure.
import {
  checkModuleLinks,
  describeLinkProblem,
  moduleName,
  type KernelModule,
  type LinkTarget,
} from '../image/index.js';
import type { ModuleProof } from './verdict.js';

/** A module file of the effective initrd. */
export interface FoundModule {
  /** Relative to the modules folder: `kernel/net/sched/sch_prio.ko`. */
  readonly path: string;
  readonly sha256: string;
  /** Undefined when the file cannot be read as a module; `problem` says why. */
  readonly module: KernelModule | undefined;
  readonly problem?: string;
}

/** What modules are to be loaded into, and what loads them. */
export interface ModuleSurroundings {
  readonly modules: readonly FoundModule[];
  /** What modules.dep lists: by path, the paths of all that is loaded before it. */
  readonly listed: ReadonlyMap<string, readonly string[]>;
  /** What the kernel offers, or why that is not known. */
  readonly kernel: LinkTarget | { readonly unknown: string };
  /** Digests that the overlay record gives for the modules it added, by path. */
  readonly recordedDigests: ReadonlyMap<string, string>;
}

/** Proves all modules of one option; `names` as `lsmod` shows them. */
export function proveModules(
  names: readonly string[],
  surroundings: ModuleSurroundings,
): ModuleProof {
  if (names.length === 0) {
    return { status: 'holds', detail: 'by the kernel’s own config; it has no module of its own' };
  }
  let proven: ModuleProof | undefined;
  for (const name of names) {
    const found = findModule(name, surroundings);
    if (found === undefined) return { status: 'fails', detail: `${name}.ko is not in the initrd` };
    const problem = problemOf(found, surroundings, new Set());
    if (problem !== undefined) return { ...problem, module: found.path };
    proven ??= {
      status: 'holds',
      detail: `${found.path} loads into this kernel`,
      module: found.path,
    };
  }
  return proven ?? { status: 'not checked', detail: 'no module was looked at' };
}

type Problem = Pick<ModuleProof, 'status' | 'detail'>;

function problemOf(
  found: FoundModule,
  surroundings: ModuleSurroundings,
  seen: Set<string>,
): Problem | undefined {
  if (seen.has(found.path)) return undefined;
  seen.add(found.path);
  const { path, module, problem, sha256 } = found;
  if (module === undefined) return fails(problem ?? `${path} is not a readable module`);
  if (!surroundings.listed.has(path)) {
    return fails(`${path} is not in modules.dep, so it is never loaded by itself`);
  }
  const recorded = surroundings.recordedDigests.get(path);
  if (recorded !== undefined && recorded !== sha256) {
    return fails(`${path} is not the file that the overlay record names`);
  }
  const { kernel } = surroundings;
  if ('unknown' in kernel) {
    return { status: 'not checked', detail: `${path} is there; ${kernel.unknown}` };
  }
  const { problems, needs } = checkModuleLinks(module, kernel);
  const [first] = problems;
  if (first !== undefined) return fails(`${path} ${describeLinkProblem(first)}`);
  return problemOfNeeded(path, needs, surroundings, seen);
}

function problemOfNeeded(
  path: string,
  needs: readonly string[],
  surroundings: ModuleSurroundings,
  seen: Set<string>,
): Problem | undefined {
  const loadedBefore = surroundings.listed.get(path) ?? [];
  for (const need of needs) {
    const name = moduleName(need);
    const found = findModule(name, surroundings);
    if (found === undefined) return fails(`${name}.ko, which it needs, is not in the initrd`);
    if (!loadedBefore.includes(found.path)) {
      return fails(`${path} needs ${found.path}, and modules.dep does not say so`);
    }
    const problem = problemOf(found, surroundings, seen);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Of modules with the same name those that `modprobe` would load: no other is ever loaded. */
export function loadableModules(
  surroundings: Pick<ModuleSurroundings, 'modules' | 'listed'>,
): FoundModule[] {
  return surroundings.modules.filter(
    (module) => findModule(moduleName(module.path), surroundings) === module,
  );
}

/** What `modprobe` would load under that name: a listed file before one that only lies about. */
function findModule(
  name: string,
  { modules, listed }: Pick<ModuleSurroundings, 'modules' | 'listed'>,
): FoundModule | undefined {
  const named = modules.filter(({ path }) => moduleName(path) === name);
  return named.find(({ path }) => listed.has(path)) ?? named[0];
}

function fails(detail: string): Problem {
  return { status: 'fails', detail };
}
