// Who looks at a console while its machine runs, and may end it.
import type { ConsoleLine } from './console-lines.js';

/** `stop` ends the machine; a time gives it that many milliseconds from now on, and no more. */
export type WatcherWish = 'stop' | { readonly allowMs: number } | undefined;

export interface ConsoleWatcher {
  /** Called with each line that has ended. */
  line?(line: ConsoleLine): WatcherWish;
  /**
   * Called each time that more has come, after the lines that ended with it, with the beginning of a line if
   * there is one: a prompt never ends its line.
   */
  beginning?(line: ConsoleLine | undefined): WatcherWish;
  /** Called with the beginning of a line of which no more came for a second. */
  still?(line: ConsoleLine): WatcherWish;
  /** Called once the machine is gone, with the line that it did not come to end. */
  lastWords?(line: ConsoleLine): void;
}
