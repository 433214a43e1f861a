// The stages of one build: shown as they go, and kept with their times for `.build.json`.
import { throwIfCancelled, type Progress, type Step } from '../runtime/index.js';
import type { StageRecord } from './request.js';

/** What a stage says of itself when it is done. */
export interface StageOutcome<T> {
  readonly value: T;
  readonly cached?: boolean;
  /** A few words for the end of its line. */
  readonly detail?: string;
}

export class Stages {
  readonly records: StageRecord[] = [];

  constructor(
    private readonly progress: Progress,
    private readonly signal: AbortSignal | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Runs `work` as the stage `name`; a failed stage is shown as such and not recorded, and so is one
   * that was cancelled while it ran, whether or not it noticed.
   */
  async run<T>(name: string, work: (step: Step) => Promise<StageOutcome<T>>): Promise<T> {
    throwIfCancelled(this.signal);
    const startedAt = this.now();
    const step = this.progress.step(name);
    try {
      const { value, cached = false, detail } = await work(step);
      throwIfCancelled(this.signal);
      const seconds = Math.round(this.now() - startedAt) / 1000;
      this.records.push({ name, seconds, cached });
      step.done(detail ?? (cached ? 'was there already' : undefined));
      return value;
    } catch (error) {
      step.fail();
      throw error;
    }
  }
}
