// Shortcomings as people take them in: what ended alike stands together, what has the same reason is said
// once, and so is what to do about it.
import { isFailure, outcomeText } from './headline.js';
import type { Shortcoming } from './report.js';
import { BOOT_TITLES } from './verdict.js';

export interface ShortcomingGroup {
  /** `3 requirements fail`. */
  readonly title: string;
  readonly isFailure: boolean;
  readonly entries: readonly ShortcomingEntry[];
  /** What to do about all of them; where they differ, each entry has its own. */
  readonly hint?: string;
}

export interface ShortcomingEntry {
  readonly names: readonly string[];
  readonly detail: string;
  readonly hint?: string;
}

export interface GroupedShortcomings {
  /** In the order of the shortcomings. */
  readonly groups: readonly ShortcomingGroup[];
  /** What to do about all that fell short; where groups differ, each has its own. */
  readonly hint?: string;
}

export function groupShortcomings(shortcomings: readonly Shortcoming[]): GroupedShortcomings {
  const groups = groupsOf(shortcomings);
  const shared = sharedHint(shortcomings);
  if (groups.length < 2 || shared === undefined) return { groups };
  return { groups: groups.map(({ hint: _, ...group }) => group), hint: shared };
}

function groupsOf(shortcomings: readonly Shortcoming[]): ShortcomingGroup[] {
  return groupBy(shortcomings, ({ kind, status }) => `${kind} ${status}`).map((members) => {
    const [{ kind, status }] = members;
    const shared = sharedHint(members);
    return {
      title: outcomeText(kind, status, members.length),
      isFailure: isFailure({ status }),
      entries: entriesOf(members, shared === undefined),
      ...(shared === undefined ? {} : { hint: shared }),
    };
  });
}

function sharedHint(members: readonly Shortcoming[]): string | undefined {
  const hints = new Set(members.map(({ hint }) => hint));
  return hints.size === 1 ? members[0]?.hint : undefined;
}

function entriesOf(members: readonly Shortcoming[], withHints: boolean): ShortcomingEntry[] {
  return groupBy(members, ({ detail, hint }) => JSON.stringify([detail, hint])).map((alike) => {
    const [{ detail, hint }] = alike;
    return {
      names: alike.map(nameOf),
      detail,
      ...(withHints && hint !== undefined ? { hint } : {}),
    };
  });
}

function nameOf({ kind, name }: Shortcoming): string {
  return kind === 'boot' && (name === 'boot' || name === 'probeBoot') ? BOOT_TITLES[name] : name;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
