// What a remaster has to do: nothing, add modules, or build the kernel anew.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Architecture, kernelSourceArch } from '../../runtime/index.js';
import type { ConfigValues } from '../toolchain/index.js';
import { type BaseFacts, moduleBlockers } from './blockers.js';
import { changesToBase, type Consultation, consultationOf } from './consulted.js';
import { type KbuildModel, kbuildModel } from './kbuild-model.js';
import type { ProofContext } from './not-built.js';
import type { SourceIndex } from './source-index.js';

export type Route = 'unchanged' | 'modules' | 'kernel';

export interface RouteChoice {
  readonly route: Route;
  /** Why, as whole sentences for the user. */
  readonly reasons: readonly string[];
  /** What the modules route builds: paths in the kernel tree such as `net/sched/sch_prio.ko`. */
  readonly modules: readonly string[];
}

/** One symbol that differs from the base. */
export interface RouteChange {
  readonly symbol: string;
  readonly before: string;
  readonly after: string;
}

export interface RouteOptions {
  /** All differences from the base after olddefconfig but those that only the toolchain makes. */
  readonly changes: readonly RouteChange[];
  /** The base's own config. */
  readonly base: ConfigValues & { symbols(): readonly string[] };
  /** What olddefconfig made of it. */
  readonly configured: ConfigValues;
  readonly facts: BaseFacts;
  readonly source: { readonly folder: string };
  readonly index: SourceIndex;
  readonly architecture: Architecture;
}

const MOST_REASONS = 10;

/**
 * Chooses the route. `modules` only when every change is a module that the base does not have, and
 * nothing that the base consists of would have been compiled otherwise with it: no makefile changes
 * the objects of its kernel or its modules, and no file that they are made of can tell that the option
 * is a module. What cannot be proven counts against it.
 */
export function chooseRoute(options: RouteOptions): RouteChoice {
  const { changes } = options;
  if (changes.length === 0) {
    return { route: 'unchanged', reasons: ['The base has every option already.'], modules: [] };
  }
  const early = [...changes.flatMap(notAModule), ...moduleBlockers(options.base, options.facts)];
  if (early.length > 0) return kernel(early);

  const { before, after, context } = models(options, changes);
  const later = [
    ...changes.flatMap(({ symbol }) => sentence(consultationOf(symbol, context))),
    ...changesToBase(before, after),
  ];
  if (later.length > 0) return kernel(later);
  const modules = [...context.newModules].sort();
  if (modules.length === 0) {
    const names = changes.map(({ symbol }) => symbol).join(', ');
    return kernel([`No module of this source belongs to ${names}.`]);
  }
  return {
    route: 'modules',
    reasons: [
      `${changes.map(({ symbol }) => symbol).join(', ')}: nothing in the base depends on whether they are modules.`,
      `Modules to add: ${modules.join(', ')}.`,
    ],
    modules,
  };
}

/** What a config is looked at with: the source, and the index that was made of it. */
export type ConfiguredSource = Pick<
  RouteOptions,
  'configured' | 'source' | 'index' | 'architecture'
>;

/** The modules that a config adds to those of another, as paths in the kernel tree. */
export function modulesFor({
  changes,
  ...configured
}: ConfiguredSource & Pick<RouteOptions, 'changes'>): string[] {
  return [...models(configured, changes).context.newModules].sort();
}

/**
 * Finds the modules that are there because an option is `m`, as paths in the kernel tree; none for one
 * that is not, or that has no module of its own. The makefiles are evaluated once for all options.
 */
export function moduleFinder(configured: ConfiguredSource): (symbol: string) => string[] {
  let after: KbuildModel | undefined;
  const known = new Map<string, string[]>();
  return (symbol) => {
    const found = known.get(symbol);
    if (found !== undefined) return found;
    const change = { symbol, before: 'n', after: configured.configured.get(symbol) };
    const { context } = models(configured, change.after === 'm' ? [change] : [], after);
    after = context.model;
    const modules = [...context.newModules].sort();
    known.set(symbol, modules);
    return modules;
  };
}

/** How many objects a config makes: what the progress of a compilation is measured by. */
export function kbuildObjects(
  sourceFolder: string,
  configText: string,
  architecture: Architecture,
): number {
  const values = new Map<string, string>();
  for (const [, symbol = '', value = ''] of configText.matchAll(/^CONFIG_(\w+)=(.*)$/gm)) {
    values.set(symbol, value);
  }
  const read = reader(sourceFolder);
  const folders = readdirSync(sourceFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return kbuildModel({
    read,
    topFolders: folders.filter((name) => read(`${name}/Makefile`) ?? read(`${name}/Kbuild`)),
    sourceArch: kernelSourceArch(architecture),
    value: (symbol) => values.get(symbol) ?? 'n',
  }).objects.size;
}

/** The tree's model with the changes and without them. */
function models(
  { configured, source, index, architecture }: ConfiguredSource,
  changes: readonly RouteChange[],
  known?: KbuildModel,
) {
  const read = reader(source.folder);
  const { topFolders } = index;
  const options = { read, topFolders, sourceArch: kernelSourceArch(architecture) };
  const after = known ?? kbuildModel({ ...options, value: (symbol) => configured.get(symbol) });
  const old = new Map(changes.map(({ symbol, before }) => [symbol, before]));
  const before = kbuildModel({
    ...options,
    value: (symbol) => old.get(symbol) ?? configured.get(symbol),
    like: { model: after, changed: [...old.keys()] },
  });
  const newModules = new Set([...after.modules].filter((module) => !before.modules.has(module)));
  const context: ProofContext = { index, model: after, newModules, read };
  return { before, after, context };
}

function kernel(reasons: readonly string[]): RouteChoice {
  const shown = reasons.slice(0, MOST_REASONS);
  const more = reasons.length - shown.length;
  return {
    route: 'kernel',
    reasons: more === 0 ? shown : [...shown, `And ${more} more reasons like these.`],
    modules: [],
  };
}

function notAModule({ symbol, before, after }: RouteChange): string[] {
  if (before === 'n' && after === 'm') return [];
  return [
    `${symbol} changes from ${before} to ${after}: a built kernel can only be given modules.`,
  ];
}

function sentence(found: Consultation | undefined): string[] {
  if (found === undefined) return [];
  const place = found.line === 0 ? found.file : `${found.file}:${found.line}`;
  return [
    `${found.symbol}=m changes what the base is made of: ${place} consults it ("${found.text.slice(0, 120)}").`,
  ];
}

function reader(folder: string): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (known.has(path)) return known.get(path);
    let text: string | undefined;
    try {
      text = readFileSync(join(folder, path), 'latin1');
    } catch {
      text = undefined;
    }
    known.set(path, text);
    return text;
  };
}
