// Who looks at a console while its machine runs, and may end it.
import type { ConsoleLine } from './console-lines.js';

/** `stop` ends the machine; a time gives it that many milliseconds from now on, and no more. */
export type WatcherWish = 'stop' | { readonly allowMs: number } | undefined;

export interface ConsoleWatcher {
  /** Called with each line that has ended. */
  line?(line: ConsoleLine): WatcherWish;
  /** Called with the beginning of a line, as often as more of it comes: a prompt never ends its line. */
  beginning?(line: ConsoleLine): WatcherWish;
}
