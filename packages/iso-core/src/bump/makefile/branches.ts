// The conditions that a line of a Makefile stands under.
import { type Literal, NEVER, opposite, withAll, type World } from './condition.js';
import { MAX_CONDITIONS } from './limits.js';
import { tooLarge } from './too-large.js';

interface Branch {
  /** That no branch before this one is taken. */
  before: Literal[];
  now: Literal[];
}

/** Follows `ifeq` and its kin through one file; `outer` holds where the file is included. */
export class Branches {
  readonly #branches: Branch[] = [];
  #guard: World;

  constructor(
    private readonly file: string,
    private readonly outer: World,
  ) {
    this.#guard = outer;
  }

  /** What holds here. */
  get guard(): World {
    return this.#guard;
  }

  /** Whether make never reads this. */
  get isIgnored(): boolean {
    return this.#guard === NEVER;
  }

  open(condition: Literal): void {
    this.#branches.push({ before: [], now: [condition] });
    this.#update();
  }

  /** `else`, perhaps with a condition of its own. */
  otherwise(condition: Literal | undefined): void {
    const branch = this.#branches.at(-1);
    if (branch === undefined) return;
    const last = branch.now.at(-1);
    if (last !== undefined) branch.before.push(opposite(last));
    branch.now = condition === undefined ? [...branch.before] : [...branch.before, condition];
    this.#update();
  }

  close(): void {
    this.#branches.pop();
    this.#update();
  }

  #update(): void {
    const { length } = this.#branches.at(-1)?.now ?? [];
    const found = Math.max(length, this.#branches.length);
    if (found > MAX_CONDITIONS) throw tooLarge(this.file, `${found} conditions`, MAX_CONDITIONS);
    let guard: World | undefined = this.outer;
    for (const { now } of this.#branches) guard &&= withAll(guard, now);
    this.#guard = guard ?? NEVER;
  }
}
