// What a build does to the modules of the base, decided before a byte is written: which files come,
// which go, and which modules the new tables are about. Pure.
import {
  checkModuleLinks,
  describeLinkProblem,
  foreignModules,
  moduleName,
  parseModulesBuiltin,
  staleModules,
  withModuleExports,
  type LinkTarget,
} from '../../image/index.js';
import type { FoundModule, InspectedModules, KbuildTables } from '../../inspect/index.js';
import { IsoError } from '../../runtime/index.js';
import type { ForeignModuleChoice } from '../../spec/index.js';

/** What the kernel's source was compiled to. */
export interface CompiledModules {
  /** Files by their path below the modules folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The tables of that build; undefined when only single modules were built. */
  readonly tables?: KbuildTables;
}

export interface ModuleChanges {
  /** New files by their path below the modules folder. */
  readonly written: ReadonlyMap<string, string>;
  /** Modules of the base that go, by their path below the modules folder. */
  readonly removed: readonly string[];
  /** Modules of the base that stay and that the new tables list. */
  readonly kept: readonly string[];
  /** Modules of the base that the source does not make, and what became of them. */
  readonly foreign: readonly { readonly path: string; readonly decision: string }[];
}

/** Single modules beside the base's kernel: everything that was there stays. */
export function addModules(base: InspectedModules, compiled: CompiledModules): ModuleChanges {
  const names = new Map(base.found.map(({ path }) => [moduleName(path), path]));
  // A module that the base has under another name of the same module is replaced, not doubled.
  const removed = [...compiled.files.keys()]
    .map((path) => ({ path, there: names.get(moduleName(path)) }))
    .flatMap(({ path, there }) => (there === undefined || there === path ? [] : [there]));
  const gone = new Set([...removed, ...compiled.files.keys()]);
  return {
    written: compiled.files,
    removed,
    kept: base.found.map(({ path }) => path).filter((path) => !gone.has(path)),
    foreign: [],
  };
}

export interface ReplaceModulesOptions {
  readonly base: InspectedModules;
  readonly compiled: CompiledModules & { readonly tables: KbuildTables };
  /** What the spec says of a module that the source does not make. */
  readonly choice: (name: string) => ForeignModuleChoice | undefined;
  /** The new kernel, with what it and its new modules export. */
  readonly kernel: LinkTarget;
  /** Names of the modules of options that were `m` in the base and are off in the new kernel. */
  readonly switchedOff: ReadonlySet<string>;
}

/**
 * A new kernel with all of its modules: none of the base's may stay that the new kernel has inside or
 * elsewhere, or whose option is off in it, which would still be loaded; and one that the source does
 * not make stays only if it is proven to fit or wished for. Error: `FOREIGN_MODULE`.
 */
export function replaceModules(options: ReplaceModulesOptions): ModuleChanges {
  const { base, compiled } = options;
  const built = [...compiled.files.keys()].map((path) => ({ path }));
  const builtin = parseModulesBuiltin(compiled.tables.builtin);
  const stale = staleModules(base.found, built, builtin);
  const notMade = foreignModules(base.found, built, builtin);
  const off = notMade.filter(({ name }) => options.switchedOff.has(name));
  const strangers = notMade.filter((module) => !off.includes(module)).map(({ path }) => path);
  const kernel = withExportsOf(strangers, options);
  const foreign = strangers.map((path) => ({
    path,
    decision: decide(path, { ...options, kernel }),
  }));
  const dropped = foreign.filter(({ decision }) => decision.startsWith('dropped'));
  return {
    written: compiled.files,
    removed: [...stale, ...off, ...dropped].map(({ path }) => path),
    kept: foreign.filter((module) => !dropped.includes(module)).map(({ path }) => path),
    foreign,
  };
}

function decide(path: string, { base, choice, kernel }: ReplaceModulesOptions): string {
  const name = moduleName(path);
  const wish = choice(name);
  if (wish === 'drop') return 'dropped, as the spec says';
  if (kernel.signaturesOnly === true) {
    const problem = 'the new kernel takes only modules that are signed with its own key';
    throw foreignModule(path, problem, `"${name}": "drop" removes it`);
  }
  const found = base.found.find((module) => module.path === path);
  const problem = found === undefined ? 'is not there' : problemOf(found, kernel);
  if (problem !== undefined) {
    throw foreignModule(path, `it ${problem}`, `"${name}": "drop" removes it`);
  }
  if (wish === 'keep') return 'kept, as the spec says';
  if (kernel.modversions) return 'kept: every symbol has the checksum that it was built for';
  throw foreignModule(
    path,
    'without MODVERSIONS nothing proves that it fits the new kernel',
    `"${name}": "keep" keeps it at your own risk, "drop" removes it`,
  );
}

function problemOf({ module, problem }: FoundModule, kernel: LinkTarget): string | undefined {
  if (module === undefined) return problem ?? 'is not a readable module';
  const [first] = checkModuleLinks(module, kernel).problems;
  return first === undefined ? undefined : describeLinkProblem(first);
}

/** Foreign modules may need each other, as vboxsf needs vboxguest. */
function withExportsOf(
  paths: readonly string[],
  { base, kernel }: ReplaceModulesOptions,
): LinkTarget {
  const modules = base.found.flatMap(({ path, module }) =>
    module !== undefined && paths.includes(path) ? [{ path, module }] : [],
  );
  return { ...kernel, symvers: withModuleExports(kernel.symvers, modules) };
}

function foreignModule(path: string, problem: string, choices: string): IsoError {
  return new IsoError(
    'FOREIGN_MODULE',
    `The base has ${path}, which the kernel's source does not make: ${problem}`,
    {
      hint: `Say in "kernel.foreignModules" what becomes of it: ${choices}.`,
      details: { path, problem },
    },
  );
}
