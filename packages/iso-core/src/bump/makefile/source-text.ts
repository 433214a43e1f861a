// A stretch of a file as make reads it, which remembers where in the file every character stands.

/** Text and the place in its file that says it: `end` is behind the last character. */
export interface Slice {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A run of characters that stand in the file as they are read, or one read for several there. */
interface Run {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

export class SourceText {
  constructor(
    readonly file: string,
    readonly text: string,
    private readonly runs: readonly Run[],
  ) {}

  /** A stretch that make reads as it stands. */
  static verbatim(file: string, whole: string, start: number, end: number): SourceText {
    return new SourceText(file, whole.slice(start, end), [{ at: 0, start, end }]);
  }

  /** What stands from one character to another, in as many slices as it has runs. */
  slices(from: number, to: number): Slice[] {
    const found: Slice[] = [];
    for (let index = this.#runAt(from), at = from; at < to; index += 1) {
      const run = this.runs[index];
      if (run === undefined) break;
      const last = Math.min(to, this.runs[index + 1]?.at ?? this.text.length);
      const length = (this.runs[index + 1]?.at ?? this.text.length) - run.at;
      const isVerbatim = run.end - run.start === length;
      found.push({
        file: this.file,
        start: isVerbatim ? run.start + at - run.at : run.start,
        end: isVerbatim ? run.start + last - run.at : run.end,
        text: this.text.slice(at, last),
      });
      at = last;
    }
    return found;
  }

  /** Where in the file a character stands. */
  offsetOf(at: number): number {
    const run = this.runs[this.#runAt(at)];
    return run === undefined ? 0 : Math.min(run.end, run.start + at - run.at);
  }

  #runAt(at: number): number {
    let [low, high] = [0, this.runs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.runs[middle]?.at ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Puts a source text together from stretches of a file. */
export class SourceTextBuilder {
  readonly #runs: Run[] = [];
  #text = '';

  constructor(
    private readonly file: string,
    private readonly whole: string,
  ) {}

  /** Takes a stretch as it stands. */
  copy(start: number, end: number): void {
    if (start < end) this.replace(start, end, this.whole.slice(start, end));
  }

  /** Reads a stretch as some other text. */
  replace(start: number, end: number, text: string): void {
    if (text === '') return;
    this.#runs.push({ at: this.#text.length, start, end });
    this.#text += text;
  }

  done(): SourceText {
    return new SourceText(this.file, this.#text, this.#runs);
  }
}
