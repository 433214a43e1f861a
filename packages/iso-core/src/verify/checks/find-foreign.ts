// Modules that neither the build nor the base accounts for; where nothing tells, those of another source than
// the kernel's, which have to be proven to fit. Pure.
import type { FoundModule, InspectedModules, Manifest } from '../../inspect/index.js';
import { counted } from '../counted.js';
import type { SettledBase } from './base.js';
import { linkProblem, strangers, type ModuleFinding } from './module-findings.js';
import { listed } from './words.js';

export interface ForeignModules {
  readonly foreign: readonly ModuleFinding[];
  /** Why those that are left are accepted, in a sentence. */
  readonly accepted: string;
  /** Why nothing can be said of some of them. */
  readonly unknown?: string;
}

/** With a manifest and its base every module is accounted for by its digest; otherwise by its links. */
export function findForeign(
  modules: InspectedModules,
  manifest: Manifest | undefined,
  base: SettledBase,
): ForeignModules {
  const { found, surroundings } = modules;
  const origins = manifest === undefined ? undefined : originsOf(modules, manifest, base);
  const unaccounted =
    origins === undefined ? [] : found.filter((module) => origins(module) === undefined);
  if (unaccounted.length > 0) {
    return {
      foreign: unaccounted.map(({ path }) => ({
        path,
        problem: 'is neither from the build nor from its base',
      })),
      accepted: '',
    };
  }
  const doubtful =
    origins === undefined
      ? strangers(modules)
      : found.filter((module) => origins(module) === 'kept');
  if (origins === undefined && found.length > 0 && modules.builtin.order.trim() === '') {
    const unknown = 'it has no modules.order, which names what was made with its kernel';
    return { foreign: [], accepted: '', unknown };
  }
  if (doubtful.length === 0) {
    const all = `All ${counted(found.length, 'module')}`;
    return {
      foreign: [],
      accepted:
        origins === undefined
          ? `${all} are of the kernel’s own tree, as they themselves and modules.order say.`
          : `${all} are from the build or its base, to the byte.`,
    };
  }
  const { kernel } = surroundings;
  if ('unknown' in kernel) return { foreign: [], accepted: '', unknown: kernel.unknown };
  const foreign = doubtful.flatMap((module): ModuleFinding[] => {
    const problem = linkProblem(module, modules);
    return problem === undefined ? [] : [{ path: module.path, problem }];
  });
  const names = listed(
    doubtful.map(({ path }) => path),
    ', ',
  );
  const proof = kernel.modversions
    ? 'every symbol has the checksum that they were built for'
    : 'every symbol that they need is there, and without MODVERSIONS nothing proves more';
  return { foreign, accepted: `Not made from this kernel’s source: ${names}; ${proof}.` };
}

type Origin = 'built' | 'base' | 'kept';

/** Where a module comes from, by its digest; undefined when nothing accounts for it. */
function originsOf(
  { folder }: InspectedModules,
  { modules, route }: Manifest,
  base: SettledBase,
): ((module: FoundModule) => Origin | undefined) | undefined {
  if (base.state !== 'there') return undefined;
  const { content } = base.base.inspection;
  if (content === undefined) return undefined;
  const written = new Map(
    [...modules.added, ...modules.replaced].map(({ path, sha256 }) => [path, sha256]),
  );
  const kept = new Set(modules.foreign.map(({ path }) => path));
  const baseModules = new Map(content.modules.found.map(({ path, sha256 }) => [path, sha256]));
  return ({ path, sha256 }) => {
    if (written.get(`${folder}/${path}`) === sha256) return 'built';
    if (baseModules.get(path) !== sha256) return undefined;
    if (route !== 'kernel') return 'base';
    return kept.has(path) ? 'kept' : undefined;
  };
}
