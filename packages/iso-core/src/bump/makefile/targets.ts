// Whose target-specific variables a recipe sees: its own target's, and those of a target that needs it
// (GNU make manual, "Target-specific Variable Values").
import { matchesTarget } from './active-assignments.js';
import type { Makefile, Rule } from './makefile.js';

export class TargetChains {
  /** Targets that have variables of their own. */
  readonly #owners = new Set<string>();
  /** By prerequisite: what needs it. */
  readonly #needing = new Map<string, Set<string>>();

  constructor(private readonly makefile: Makefile) {
    for (const all of makefile.assignments.values()) {
      for (const { targets = [] } of all) for (const target of targets) this.#owners.add(target);
    }
    if (this.#owners.size > 0) this.#readRules();
  }

  /** Targets whose variables count, the nearest last: a chain for each way in which the rule may be reached. */
  of(rule: Rule): (readonly string[])[] {
    if (this.#owners.size === 0 || rule.targets.length === 0) return [[]];
    return rule.targets.flatMap((target) => {
      const above = [...this.#above(target)].filter((one) => this.#owners.has(one));
      return [[target], ...above.map((owner) => [owner, target])];
    });
  }

  #readRules(): void {
    for (const { targets, prerequisites } of this.makefile.rules) {
      for (const prerequisite of prerequisites) {
        const needing = this.#needing.get(prerequisite) ?? new Set();
        for (const target of targets) needing.add(target);
        this.#needing.set(prerequisite, needing);
      }
    }
  }

  /** All other targets that a target is made for. */
  #above(target: string): Set<string> {
    const above = new Set<string>();
    const open = [target];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const one of this.#neededBy(next)) {
        if (!above.has(one)) open.push(one);
        above.add(one);
      }
    }
    above.delete(target);
    return above;
  }

  #neededBy(target: string): Iterable<string> {
    if (!target.includes('%')) return this.#needing.get(target) ?? [];
    const matching = [...this.#needing].filter(([one]) => matchesTarget(target, one));
    return matching.flatMap(([, needing]) => [...needing]);
  }
}
