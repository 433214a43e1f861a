// How far an upload is, and how fast it goes.
import { byteSize, type Step } from '../../runtime/index.js';

/** Tells a step; what an earlier run got across counts as done, and is no pace. Sizes in bytes. */
export class UploadProgress {
  #found = 0;
  #sent = 0;
  #since: number;

  /** `now` is in milliseconds. */
  constructor(
    private readonly size: number,
    private readonly step: Step,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#since = now();
  }

  /** All that was there already. */
  get found(): number {
    return this.#found;
  }

  /** A part is there already. */
  addFound(bytes: number): void {
    this.#found += bytes;
    this.#since = this.now();
    this.step.update({ detail: this.#done() });
  }

  /** A part was sent. */
  addSent(bytes: number): void {
    this.#sent += bytes;
    const seconds = (this.now() - this.#since) / 1000;
    const speed = seconds < 1 ? '' : `, ${byteSize(this.#sent / seconds)}/s`;
    const fraction = (this.#found + this.#sent) / this.size;
    this.step.update({ fraction, detail: `${this.#done()}${speed}` });
  }

  #done(): string {
    return `${byteSize(this.#found + this.#sent)} of ${byteSize(this.size)}`;
  }
}
