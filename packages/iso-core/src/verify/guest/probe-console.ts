// The console of a guest with probes, as it comes: every line of the probes' own protocol is kept, and of
// what else was printed the end of each part between them, so that a probe that floods hides no other's.
import { BoundedLines, type ConsoleLine, type WatcherWish } from '../machine/index.js';

/** Of what is printed between two lines of the protocol. */
const OUTPUT_LIMITS = { lines: 200, characters: 32 * 1024 };
/** Lines of the protocol that are kept: far more than any probe has to say. */
const MOST_WORDS = 5_000;
/** Parts between those lines of which anything is kept. */
const MOST_OUTPUTS = 500;

/** What a machine may take between probes, and to end one that is not done in its time. */
const PAUSE_MILLISECONDS = 30_000;

export interface ProbeConsoleOptions {
  readonly token: string;
  /** Seconds for each probe. */
  readonly timeouts: ReadonlyMap<string, number>;
  /** Called as each probe begins. */
  readonly onBegin?: (name: string) => void;
}

export class ProbeConsole {
  readonly #prefix: string;
  readonly #options: ProbeConsoleOptions;
  readonly #parts: (ConsoleLine | BoundedLines)[] = [];
  #words = 0;
  #outputs = 0;
  readonly #begun = new Set<string>();
  #running: string | undefined;
  #startedAt: number | undefined;
  #doneAt: number | undefined;
  #ended = 0;

  constructor(options: ProbeConsoleOptions) {
    this.#options = options;
    this.#prefix = `@nmi:${options.token} `;
  }

  /** When the guest's init was there, in seconds. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  /** When the last probe had ended. */
  get doneAt(): number | undefined {
    return this.#doneAt;
  }

  /** The probe that runs. */
  get running(): string | undefined {
    return this.#running;
  }

  /** How many have run. */
  get ended(): number {
    return this.#ended;
  }

  /** In their order. */
  lines(): ConsoleLine[] {
    return this.#parts.flatMap((part) => (part instanceof BoundedLines ? part.lines() : [part]));
  }

  /**
   * Takes a line, and gives time for each step of the run once: what a guest says again is no reason to wait
   * longer. What a probe printed without a line end may stand before a word of the protocol.
   */
  see({ at, text }: ConsoleLine): WatcherWish {
    const from = text.indexOf(this.#prefix);
    const output = from === -1 ? text : text.slice(0, from);
    if (output !== '') this.#output().push({ at, text: output });
    if (from === -1) return undefined;
    const word = { at, text: text.slice(from) };
    if (this.#words < MOST_WORDS) this.#parts.push(word);
    this.#words += 1;
    return this.#word(word);
  }

  #output(): BoundedLines {
    const last = this.#parts.at(-1);
    if (last instanceof BoundedLines) return last;
    const output = new BoundedLines(OUTPUT_LIMITS);
    this.#outputs += 1;
    if (this.#outputs <= MOST_OUTPUTS) this.#parts.push(output);
    return output;
  }

  #word({ at, text }: ConsoleLine): WatcherWish {
    const [kind, name = ''] = text.slice(this.#prefix.length).split(' ');
    switch (kind) {
      case 'start':
        if (this.#startedAt !== undefined) return undefined;
        this.#startedAt = at;
        return { allowMs: PAUSE_MILLISECONDS };
      case 'begin': {
        const timeout = this.#options.timeouts.get(name);
        if (timeout === undefined || this.#begun.has(name)) return undefined;
        this.#begun.add(name);
        this.#running = name;
        this.#options.onBegin?.(name);
        return { allowMs: timeout * 1000 + PAUSE_MILLISECONDS };
      }
      case 'end':
        if (name !== this.#running) return undefined;
        this.#running = undefined;
        this.#ended += 1;
        return { allowMs: PAUSE_MILLISECONDS };
      case 'done':
        this.#doneAt ??= at;
        return 'stop';
      default:
        return undefined;
    }
  }
}
