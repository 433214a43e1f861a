// The time that a machine has; it can be given more.

export class TimeLimit {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(milliseconds: number) {
    this.allow(milliseconds);
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** So many milliseconds from now on. */
  allow(milliseconds: number): void {
    this.clear();
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#controller.abort();
    }, milliseconds);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
