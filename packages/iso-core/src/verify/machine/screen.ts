// What was seen of a machine so far: its console, and what QEMU itself had to say.
import { BoundedLines } from './bounded-lines.js';
import { ConsoleLines, type ConsoleLine } from './console-lines.js';
import type { ConsoleWatcher, WatcherWish } from './watcher.js';

export interface ShownConsole {
  /** How long the machine ran. */
  readonly seconds: number;
  /** The end of its console. */
  readonly console: readonly ConsoleLine[];
  /** Lines before those. */
  readonly droppedLines: number;
}

/** With KVM, QEMU does not end when the processor cannot go on: it waits for a person. */
const FAULT = /^KVM internal error/;

export class Screen {
  readonly #started = performance.now();
  readonly #lines = new ConsoleLines();
  readonly #kept = new BoundedLines();
  readonly #qemuLines = new ConsoleLines();
  readonly #messages = new BoundedLines({ lines: 20, characters: 20_000 });
  #fault: string | undefined;

  constructor(private readonly watcher: ConsoleWatcher) {}

  /** A piece of the guest's console. */
  show(piece: Uint8Array): WatcherWish {
    const wish = this.#take(this.#lines.push(piece, this.#seconds()));
    if (wish === 'stop') return wish;
    return this.watcher.beginning?.(this.#lines.unfinished()) ?? wish;
  }

  /** Nothing more has come for a while. */
  standStill(): WatcherWish {
    const beginning = this.#lines.unfinished();
    return beginning && this.watcher.still?.(beginning);
  }

  /** A piece of what QEMU says. */
  tell(piece: Uint8Array): WatcherWish {
    for (const line of this.#qemuLines.push(piece, this.#seconds())) {
      this.#messages.push(line);
      if (FAULT.test(line.text)) this.#fault ??= line.text;
    }
    return this.#fault === undefined ? undefined : 'stop';
  }

  /** What of QEMU's messages means that the machine stands still. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** The machine is gone; what it began to print is shown as it is. */
  close(): ShownConsole & { readonly lastMessage: string | undefined } {
    const seconds = this.#seconds();
    for (const line of this.#lines.end(seconds)) {
      this.#kept.push(line);
      this.watcher.lastWords?.(line);
    }
    for (const line of this.#qemuLines.end(seconds)) this.#messages.push(line);
    return {
      seconds,
      console: this.#kept.lines(),
      droppedLines: this.#kept.dropped,
      lastMessage: this.#messages.lines().at(-1)?.text,
    };
  }

  #take(lines: readonly ConsoleLine[]): WatcherWish {
    let wish: WatcherWish;
    for (const line of lines) {
      this.#kept.push(line);
      wish = this.watcher.line?.(line) ?? wish;
      if (wish === 'stop') break;
    }
    return wish;
  }

  #seconds(): number {
    return Math.round(performance.now() - this.#started) / 1000;
  }
}
