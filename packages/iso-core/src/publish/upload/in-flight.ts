// A bounded number of tasks at once; after the first failure no further one begins.

export class InFlight {
  readonly #running = new Set<Promise<void>>();
  #failed: { readonly error: unknown } | undefined;

  constructor(private readonly most: number) {}

  /** Begins `task` as soon as there is room. Throws what a task before it failed with. */
  async add(task: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.most) await Promise.race(this.#running);
    this.throwFirst();
    const running = task()
      .catch((error: unknown) => {
        this.#failed ??= { error };
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Throws what the first task failed with, if one did. */
  throwFirst(): void {
    if (this.#failed !== undefined) throw this.#failed.error;
  }
}
