// What a remaster has to do: nothing, add modules, or build the kernel anew.
import type { ConfigValues } from '../toolchain/index.js';
import { type BaseFacts, moduleBlockers } from './blockers.js';
import { changesToBase, type Consultation, consultationOf } from './consulted.js';
import { type ConfiguredSource, type RouteChange, sourceModels } from './source-models.js';

export type Route = 'unchanged' | 'modules' | 'kernel';

export interface RouteChoice {
  readonly route: Route;
  /** Why, as whole sentences for the user. */
  readonly reasons: readonly string[];
  /** What the modules route builds: paths in the kernel tree such as `net/sched/sch_prio.ko`. */
  readonly modules: readonly string[];
}

export interface RouteOptions extends ConfiguredSource {
  /** All differences from the base after olddefconfig but those that only the toolchain makes. */
  readonly changes: readonly RouteChange[];
  /** The base's own config. */
  readonly base: ConfigValues & { symbols(): readonly string[] };
  readonly facts: BaseFacts;
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

  const { before, after, context } = sourceModels(options, changes);
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
