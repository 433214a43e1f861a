// The logic of Kconfig (Documentation/kbuild/kconfig-language.rst, "Menu dependencies") over values
// that may be known only in part: what depends on running a compiler lies between two levels.

/** n, m and y. */
export type Level = 0 | 1 | 2;

/** A level that lies between `low` and `high`; known when they are the same. */
export interface Truth {
  readonly low: Level;
  readonly high: Level;
}

const LEVELS: readonly Level[] = [0, 1, 2];
const TRUTHS = LEVELS.map((low) => LEVELS.map((high): Truth => ({ low, high })));

export function between(low: Level, high: Level): Truth {
  return TRUTHS[low]?.[high] ?? { low, high };
}

export const NO = between(0, 0);
export const MODULE = between(1, 1);
export const YES = between(2, 2);
export const UNKNOWN = between(0, 2);

export function exactly(level: Level): Truth {
  return between(level, level);
}

export function isKnown({ low, high }: Truth): boolean {
  return low === high;
}

export function both(one: Truth, other: Truth): Truth {
  return between(least(one.low, other.low), least(one.high, other.high));
}

export function either(one: Truth, other: Truth): Truth {
  return between(most(one.low, other.low), most(one.high, other.high));
}

export function negated({ low, high }: Truth): Truth {
  return between(opposite(high), opposite(low));
}

/** What covers both: for a value that is one or the other. */
export function hull(one: Truth, other: Truth): Truth {
  return between(least(one.low, other.low), most(one.high, other.high));
}

/** `m` becomes `y`, as for a symbol that cannot be a module. */
export function withoutModule({ low, high }: Truth): Truth {
  return between(low === 1 ? 2 : low, high === 1 ? 2 : high);
}

export function opposite(level: Level): Level {
  return level === 0 ? 2 : level === 1 ? 1 : 0;
}

export function least(one: Level, other: Level): Level {
  return one < other ? one : other;
}

export function most(one: Level, other: Level): Level {
  return one > other ? one : other;
}

/** The letter of a level. */
export function letterOf(level: Level): 'n' | 'm' | 'y' {
  return level === 0 ? 'n' : level === 1 ? 'm' : 'y';
}

/** The level of a config value; `undefined` when it is a number or a text. */
export function levelOf(value: string): Level | undefined {
  return value === 'y' ? 2 : value === 'm' ? 1 : value === 'n' ? 0 : undefined;
}
