// Which fault happens to which request: decided by rules, a seed, and what came before.
import { createHash } from 'node:crypto';
import type { Fault, FaultRule } from './fault.js';

export interface RequestLine {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
}

/** Decides for one request after another; the same requests get the same faults for the same seed. */
export class FaultPlan {
  readonly #rules: readonly RuleInUse[];

  constructor(rules: readonly FaultRule[], seed: number) {
    this.#rules = rules.map((rule, index) => new RuleInUse(rule, `${seed} ${index}`));
  }

  /** The fault of the first rule that is for this request; all rules count it. */
  next(request: RequestLine): Fault | undefined {
    const due = this.#rules.filter((each) => each.isDue(request));
    return due[0]?.rule.fault;
  }
}

class RuleInUse {
  #matches = 0;
  #burst = 0;
  readonly #seen = new Map<string, number>();

  constructor(
    readonly rule: FaultRule,
    private readonly seed: string,
  ) {}

  isDue({ method, url }: RequestLine): boolean {
    const { rule } = this;
    const parsed = new URL(url, 'http://proxy');
    if (rule.method !== undefined && rule.method !== method) return false;
    if (rule.where?.(parsed) === false) return false;
    this.#matches += 1;
    const strikes = this.#strikes(`${method} ${nameOf(parsed)}`);
    if (this.#burst === 0 && strikes) this.#burst = rule.burst ?? 1;
    if (this.#burst === 0) return false;
    this.#burst -= 1;
    return true;
  }

  #strikes(name: string): boolean {
    const { on } = this.rule;
    const times = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, times);
    if (on === undefined) return true;
    if ('nth' in on) return this.#matches === on.nth;
    return draw(`${this.seed} ${times} ${name}`) < on.probability;
  }
}

/** What stays the same of a URL when a test runs again: not the upload's id, and no signature. */
function nameOf(url: URL): string {
  const lasting = [...url.searchParams].filter(([name]) => !/^(uploadId|X-Amz-.*)$/i.test(name));
  return `${url.pathname}?${new URLSearchParams(lasting).toString()}`;
}

/** A number from 0 up to 1. By the text alone: requests that overtake each other change nothing. */
function draw(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
