// The line by which a system shows that it came up: a login prompt, or what a pattern of the user's matches.
import type { ConsoleLine, WatcherWish } from '../machine/index.js';
import { LinePattern } from './line-pattern.js';
import { isBeforeUserspace, type BootStages } from './stages.js';

/** A getty's prompt: minikube's ends its line with a space and no line end. */
export const LOGIN_PROMPT = /\blogin: *$/;

export class AwaitedLine {
  readonly #pattern: LinePattern | undefined;
  readonly #stages: BootStages;
  /** Lines that the pattern is put to in one go: being interruptible costs more than most patterns. */
  readonly #waiting: ConsoleLine[] = [];
  #seen: ConsoleLine | undefined;
  #undecided: ConsoleLine | undefined;

  /** @param pattern default: {@link LOGIN_PROMPT} */
  constructor(pattern: RegExp | undefined, stages: BootStages) {
    this.#pattern = pattern === undefined ? undefined : new LinePattern(pattern);
    this.#stages = stages;
  }

  /** The line itself, once it came. */
  get seen(): ConsoleLine | undefined {
    return this.#seen;
  }

  /** A line of which the pattern could not tell in time whether it is the one. */
  get undecided(): ConsoleLine | undefined {
    return this.#undecided;
  }

  /** Takes a line that has ended. */
  line(line: ConsoleLine): WatcherWish {
    if (isBeforeUserspace(line.text)) return undefined;
    if (this.#pattern === undefined) {
      if (LOGIN_PROMPT.test(line.text)) this.#seen ??= line;
      return this.#seen && 'stop';
    }
    this.#waiting.push(line);
    return undefined;
  }

  /** Takes the beginning of a line. A pattern may match half of what a boot loader is about to say. */
  beginning(line: ConsoleLine | undefined): WatcherWish {
    return this.#pattern === undefined && line !== undefined ? this.line(line) : this.settle();
  }

  /** Takes the beginning of a line that stands still: a prompt, unless a boot loader works in the middle of it. */
  still(line: ConsoleLine): WatcherWish {
    const { reached } = this.#stages;
    const isPrompt =
      reached === 'kernel' || reached === 'userspace' || LOGIN_PROMPT.test(line.text);
    return isPrompt ? (this.line(line) ?? this.settle()) : undefined;
  }

  /** Puts the pattern to the lines that wait for it. */
  settle(): WatcherWish {
    const lines = this.#waiting.splice(0);
    const found = this.#pattern?.search(lines.map(({ text }) => text));
    if (found === undefined) return undefined;
    if (found.isMatch) this.#seen ??= lines[found.at];
    else this.#undecided ??= lines[found.at];
    return 'stop';
  }
}
