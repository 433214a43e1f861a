// A way from one config to another in which something holds: what to set, and what needs what.
import type { ConfigValue } from '../../spec/index.js';

/** One link of a chain of dependencies: something that is not as it must be. */
export interface Need {
  /** A symbol, a choice by its question, or an expression that no symbol stands for. */
  readonly what: string;
  /** What it must become: `y`, `m`, `n`, a number, a text in quotes. */
  readonly wanted: string;
  /** What it is. */
  readonly found: string;
  /** What else is to be said of it, such as who selects it. */
  readonly note?: string;
  /** What it needs in turn. */
  readonly because: readonly Need[];
}

export interface Path {
  readonly isPossible: boolean;
  /** What to set, in an order in which each symbol comes after what it depends on. */
  readonly edits: ReadonlyMap<string, ConfigValue>;
  readonly needs: readonly Need[];
  readonly cost: number;
}

/** Nothing needs to change. */
export const THERE: Path = { isPossible: true, edits: new Map(), needs: [], cost: 0 };

export function blocked(needs: readonly Need[]): Path {
  return { isPossible: false, edits: new Map(), needs, cost: Infinity };
}

/** Turning these on says something about the whole kernel. */
const COSTLY: ReadonlyMap<string, number> = new Map([
  ['BROKEN', 100],
  ['COMPILE_TEST', 50],
  ['EXPERT', 5],
  ['EMBEDDED', 5],
]);

export function setting(symbol: string, value: ConfigValue): Path {
  return withEdits(new Map([[symbol, value]]), []);
}

/** All of `paths`; impossible when two want different values, but for y, which is also m. */
export function together(paths: readonly Path[]): Path {
  const needs = paths.flatMap((path) => path.needs);
  if (paths.some((path) => !path.isPossible)) {
    // What is in the way matters more than what could be done.
    return blocked(paths.flatMap((path) => (path.isPossible ? [] : path.needs)));
  }
  const edits = new Map<string, ConfigValue>();
  for (const [symbol, value] of paths.flatMap((path) => [...path.edits])) {
    const present = edits.get(symbol);
    if (present === undefined || (present === 'm' && value === 'y')) edits.set(symbol, value);
    else if (present !== value && !(present === 'y' && value === 'm')) return blocked(needs);
  }
  return withEdits(edits, needs);
}

/** The cheapest of `paths`; the first obstacles that can be named when none is possible. */
export function cheapest(paths: readonly Path[]): Path {
  return paths.reduce((best, path) => {
    if (path.cost < best.cost) return path;
    return !best.isPossible && best.needs.length === 0 ? path : best;
  }, blocked([]));
}

/** `path` with one link in front of what it needs. */
export function because(need: Omit<Need, 'because'>, path: Path): Path {
  return { ...path, needs: [{ ...need, because: path.needs }] };
}

function withEdits(edits: ReadonlyMap<string, ConfigValue>, needs: readonly Need[]): Path {
  let cost = 0;
  for (const [symbol, value] of edits) {
    // Turning something off takes it from whoever uses it.
    cost += value === 'y' || value === 'm' ? (COSTLY.get(symbol) ?? 1) : 3;
  }
  return { isPossible: true, edits, needs, cost };
}
