// What a source builds with some options and without them, by the model of its makefiles.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Architecture, kernelSourceArch } from '../../runtime/index.js';
import type { ConfigValues } from '../toolchain/index.js';
import { type KbuildModel, kbuildModel } from './kbuild-model.js';
import { makefileLines } from './makefile/index.js';
import { isMakefile, objectNames } from './mentions.js';
import type { ProofContext } from './not-built.js';
import type { SourceIndex } from './source-index.js';

/** One symbol that differs from the base. */
export interface RouteChange {
  readonly symbol: string;
  readonly before: string;
  readonly after: string;
}

/** A config, and the source that it configures. */
export interface ConfiguredSource {
  /** What olddefconfig made. */
  readonly configured: ConfigValues;
  readonly source: { readonly folder: string };
  readonly index: SourceIndex;
  readonly architecture: Architecture;
}

/** The modules that a config adds to those of another, as paths in the kernel tree. */
export function modulesFor({
  changes,
  ...configured
}: ConfiguredSource & { readonly changes: readonly RouteChange[] }): string[] {
  return [...sourceModels(configured, changes).context.newModules].sort();
}

/**
 * Finds the modules that are there because an option is `m`, as paths in the kernel tree, or that it
 * shares with other options; none for one that is not `m`, or that no makefile has a module for. The
 * makefiles are evaluated once for all options.
 */
export function moduleFinder(configured: ConfiguredSource): (symbol: string) => string[] {
  let after: KbuildModel | undefined;
  const known = new Map<string, string[]>();
  return (symbol) => {
    const found = known.get(symbol);
    if (found !== undefined) return found;
    const change = { symbol, before: 'n', after: configured.configured.get(symbol) };
    const { context } = sourceModels(configured, change.after === 'm' ? [change] : [], after);
    after = context.model;
    const listed = change.after === 'm' ? listedModules(symbol, context) : [];
    const modules = [...new Set([...context.newModules, ...listed])].sort();
    known.set(symbol, modules);
    return modules;
  };
}

/** Modules that makefiles list for an option, though others may make them too. */
function listedModules(symbol: string, { index, model, read }: ProofContext): string[] {
  const list = new RegExp(`^obj-\\$[({]CONFIG_${symbol}[)}]`);
  const found = index.mentions(symbol).flatMap((file) => {
    if (!isMakefile(file)) return [];
    const lines = makefileLines(read(file) ?? '').filter(({ text }) => list.test(text));
    return lines
      .flatMap(({ text }) => objectNames(text))
      .map((name) => posix.join(posix.dirname(file), `${name}.ko`));
  });
  return found.filter((module) => model.modules.has(module));
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
export function sourceModels(
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
