// The last line of a terminal, written again and again in place.
import { cleanLine } from '../text/clean-text.js';
import type { ProgressStream } from './console-progress.js';

const REFRESH_MILLISECONDS = 100;
const TICK_MILLISECONDS = 1_000;
const CLEAR = '\r\x1b[K';

/** Shows `content()` as one line no wider than the terminal; nothing when it gives nothing. */
export class LiveLine {
  #shownAt = -Infinity;
  #shown = false;
  #ticker: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: ProgressStream,
    private readonly content: () => string | undefined,
  ) {}

  /** Writes the line anew, at most ten times a second; `at` is in milliseconds. */
  refresh(at: number): void {
    if (at - this.#shownAt < REFRESH_MILLISECONDS) return;
    this.#shownAt = at;
    this.#draw('');
  }

  /** Writes a line that stays, above the live one. */
  above(text: string): void {
    this.#draw(`${cleanLine(text, 1000)}\n`);
  }

  #draw(before: string): void {
    const content = this.content();
    const clear = this.#shown ? CLEAR : '';
    const width = Math.max(20, (this.stream.columns ?? 80) - 1);
    this.#shown = content !== undefined;
    this.stream.write(clear + before + (content === undefined ? '' : cleanLine(content, width)));
    this.#tick(content !== undefined);
  }

  /** Elapsed time goes on while nothing is reported. */
  #tick(wanted: boolean): void {
    if (wanted && this.#ticker === undefined) {
      this.#ticker = setInterval(() => this.#draw(''), TICK_MILLISECONDS);
      this.#ticker.unref();
    } else if (!wanted) {
      clearInterval(this.#ticker);
      this.#ticker = undefined;
    }
  }
}
