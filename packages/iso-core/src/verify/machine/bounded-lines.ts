// The end of a console, however much was printed before it.
import type { ConsoleLine } from './console-lines.js';

export interface LineLimits {
  readonly lines: number;
  /** Of all their texts together. */
  readonly characters: number;
}

export const CONSOLE_LIMITS: LineLimits = { lines: 4000, characters: 512 * 1024 };

/** Keeps the last lines within its limits, and counts those that it let go. */
export class BoundedLines {
  readonly #limits: LineLimits;
  readonly #lines: ConsoleLine[] = [];
  #first = 0;
  #characters = 0;
  #dropped = 0;

  constructor(limits: LineLimits = CONSOLE_LIMITS) {
    this.#limits = limits;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(line: ConsoleLine): void {
    this.#lines.push(line);
    this.#characters += line.text.length;
    while (this.#isOver()) this.#dropFirst();
    // Moving the rest for each dropped line would make a flood expensive.
    if (this.#first > this.#limits.lines) {
      this.#lines.splice(0, this.#first);
      this.#first = 0;
    }
  }

  lines(): readonly ConsoleLine[] {
    return this.#lines.slice(this.#first);
  }

  #isOver(): boolean {
    const { lines, characters } = this.#limits;
    return this.#lines.length - this.#first > lines || this.#characters > characters;
  }

  #dropFirst(): void {
    this.#characters -= this.#lines[this.#first]?.text.length ?? 0;
    this.#first += 1;
    this.#dropped += 1;
  }
}
