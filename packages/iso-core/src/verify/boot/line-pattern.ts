// A pattern of the user's on lines of a guest's. Neither is known to be harmless to the other: a pattern that
// backtracks may need years for one line, during which no timeout and no Ctrl-C would be heard.
import { createContext, Script } from 'node:vm';

/** Characters of a line that are looked at. */
const LOOKED_AT = 1024;

/** For all lines that came at once: a hundred times what a harmless pattern needs on a computer that is busy. */
export const PATTERN_MILLISECONDS = 1_000;

// Only what runs in a script of this kind can be interrupted. Names of the context are slow to look up.
const SEARCH = new Script(`{
  const { pattern, texts } = search;
  while (search.at < texts.length && !pattern.test(texts[search.at])) search.at += 1;
}`);

/** Where a search ended before the last line. */
export interface PatternFind {
  /** The index of the line. */
  readonly at: number;
  /** Whether it matches; `undefined` when that could not be told in time. */
  readonly isMatch: true | undefined;
}

export class LinePattern {
  readonly #pattern: RegExp;
  readonly #context = createContext({});

  constructor({ source, flags }: RegExp) {
    // Without the flags that make a match depend on the one before.
    this.#pattern = new RegExp(source, flags.replace(/[gy]/g, ''));
  }

  /** The first line that matches, or of which it cannot be told. */
  search(lines: readonly string[]): PatternFind | undefined {
    if (lines.length === 0) return undefined;
    const texts = lines.map((text) => text.slice(0, LOOKED_AT));
    const search = { pattern: this.#pattern, texts, at: 0 };
    this.#context['search'] = search;
    try {
      SEARCH.runInContext(this.#context, { timeout: PATTERN_MILLISECONDS });
    } catch {
      // Its time was over, or V8's stack.
      return { at: search.at, isMatch: undefined };
    }
    return search.at === texts.length ? undefined : { at: search.at, isMatch: true };
  }
}
