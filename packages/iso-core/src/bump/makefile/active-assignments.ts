// Which assignments of a variable count, by make's rules, under each way that conditions may turn out.
import { withAll, without, type World } from './condition.js';
import { MAX_ASSIGNMENTS, MAX_OUTCOMES } from './limits.js';
import type { Assignment } from './makefile.js';

/** From where an expression is looked at. */
export interface Scope {
  readonly world: World;
  /** Assignments before this one count; Infinity for what is expanded when all has been read. */
  readonly order: number;
  /** Targets whose own variables count, the nearest last. */
  readonly targets: readonly string[];
}

/** The assignment that sets the variable, and those that add to it; empty where nothing sets it. */
export interface ActiveChain {
  readonly world: World;
  readonly chain: readonly Assignment[];
}

export class ActiveAssignments {
  readonly #split = new Map<string, { global: Assignment[]; own: Assignment[] }>();

  constructor(private readonly assignments: ReadonlyMap<string, readonly Assignment[]>) {}

  /** One chain for each world that makes a difference; undefined when there are too many. */
  chains(name: string, { world, order, targets }: Scope): ActiveChain[] | undefined {
    const { global, own } = this.#splitOf(name);
    const scoped = targets.flatMap((target, index) =>
      own.filter(
        (one) =>
          one.order < order &&
          !(one.isPrivate && index < targets.length - 1) &&
          one.targets?.some((pattern) => matchesTarget(pattern, target)),
      ),
    );
    const before = countBefore(global, order);
    if (before + scoped.length > MAX_ASSIGNMENTS) return undefined;
    return walk([...global.slice(0, before), ...scoped], before + scoped.length - 1, world);
  }

  #splitOf(name: string): { global: Assignment[]; own: Assignment[] } {
    const known = this.#split.get(name);
    if (known !== undefined) return known;
    const all = this.assignments.get(name) ?? [];
    const split = {
      global: all.filter(({ targets }) => targets === undefined),
      own: all.filter(({ targets }) => targets !== undefined),
    };
    this.#split.set(name, split);
    return split;
  }
}

/** Whether a target is one that a rule or a variable names, perhaps with `%`. */
export function matchesTarget(pattern: string, target: string): boolean {
  const percent = pattern.indexOf('%');
  if (percent < 0) return pattern === target;
  const [before, after] = [pattern.slice(0, percent), pattern.slice(percent + 1)];
  return target.length >= pattern.length && target.startsWith(before) && target.endsWith(after);
}

function walk(all: readonly Assignment[], index: number, world: World): ActiveChain[] | undefined {
  const last = all[index];
  if (last === undefined) return [{ world, chain: [] }];
  const chains: ActiveChain[] = [];
  for (const other of without(world, last.guard)) {
    const found = walk(all, index - 1, other);
    if (found === undefined) return undefined;
    chains.push(...found);
  }
  const here = withAll(world, last.guard);
  for (const { world: at, isOverridden } of here === undefined
    ? []
    : overrides(all, index, last, here)) {
    const found = isOverridden ? walk(all, index - 1, at) : chainsUnder(all, index, last, at);
    if (found === undefined) return undefined;
    chains.push(...found);
  }
  return chains.length > MAX_OUTCOMES ? undefined : chains;
}

/** The worlds in which an assignment before has, or has not, kept this one from having an effect. */
function overrides(
  all: readonly Assignment[],
  index: number,
  last: Assignment,
  world: World,
): { readonly world: World; readonly isOverridden: boolean }[] {
  const overriding = last.isOverride
    ? []
    : all.slice(0, index).filter((one) => one.isOverride && isOfSameTargets(one, last));
  let open: World[] = [world];
  const overridden: World[] = [];
  for (const { guard } of overriding) {
    for (const one of open) {
      const holds = withAll(one, guard);
      if (holds !== undefined) overridden.push(holds);
    }
    open = open.flatMap((one) => without(one, guard));
  }
  return [
    ...overridden.map((one) => ({ world: one, isOverridden: true })),
    ...open.map((one) => ({ world: one, isOverridden: false })),
  ];
}

/** The chains in a world in which the assignment at `index` counts. */
function chainsUnder(
  all: readonly Assignment[],
  index: number,
  last: Assignment,
  world: World,
): ActiveChain[] | undefined {
  switch (last.operator) {
    case '=':
    case ':=':
    case '!=':
    case 'unknown':
      return [{ world, chain: [last] }];
    case '+=':
      return walk(all, index - 1, world)?.map((one) => ({ ...one, chain: [...one.chain, last] }));
    case '?=': {
      // Whether it has an effect is decided where it stands, of a target as of all.
      const before = all.slice(0, index).filter((one) => isKnownAt(one, last));
      const known = walk(before, before.length - 1, world);
      const chains = known?.map(({ world: at, chain }) =>
        chain.length === 0 ? [{ world: at, chain: [last] }] : walk(all, index - 1, at),
      );
      return chains?.every((one) => one !== undefined) ? chains.flat() : undefined;
    }
  }
}

function isKnownAt(one: Assignment, last: Assignment): boolean {
  return one.order < last.order && (one.targets === undefined || isOfSameTargets(one, last));
}

function isOfSameTargets(one: Assignment, other: Assignment): boolean {
  return one.targets?.join(' ') === other.targets?.join(' ');
}

function countBefore(all: readonly Assignment[], order: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.order ?? 0) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}
