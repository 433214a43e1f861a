// What is known of a step at a moment, and how it reads: percent, elapsed, remaining.
import { cleanLine } from '../text/clean-text.js';
import type { StepUpdate } from './progress.js';

/** An estimate from less than this share or time would mislead. */
const LEAST_SHARE = 0.02;
const LEAST_MILLISECONDS = 2_000;

/** The title, share and time of one step; all times in milliseconds of the same clock. */
export class StepState {
  readonly title: string;
  detail = '';
  fraction: number | undefined;
  #first: { readonly fraction: number; readonly at: number } | undefined;

  constructor(
    title: string,
    readonly startedAt: number,
  ) {
    this.title = cleanLine(title, 200);
  }

  update({ fraction, detail }: StepUpdate, now: number): void {
    if (detail !== undefined) this.detail = cleanLine(detail, 200);
    if (fraction === undefined || !Number.isFinite(fraction)) return;
    this.fraction = Math.min(1, Math.max(0, fraction));
    // Work that was taken up again begins above zero: the pace counts from there.
    this.#first ??= { fraction: this.fraction, at: now };
  }

  /** Milliseconds that the rest will take at the pace so far, once that can be said. */
  remaining(now: number): number | undefined {
    if (this.fraction === undefined || this.#first === undefined) return undefined;
    const share = this.fraction - this.#first.fraction;
    const spent = now - this.#first.at;
    if (share < LEAST_SHARE || spent < LEAST_MILLISECONDS) return undefined;
    return (spent / share) * (1 - this.fraction);
  }

  /** `42 %, 12 s, about 17 s left, detail`, of which only what is known. */
  describe(now: number): string {
    const remaining = this.remaining(now);
    const parts = [
      this.fraction === undefined ? '' : `${Math.floor(this.fraction * 100)} %`,
      duration(now - this.startedAt),
      remaining === undefined ? '' : `about ${duration(remaining)} left`,
      this.detail,
    ];
    return parts.filter((part) => part !== '').join(', ');
  }
}

/** `7 s`, `3 min 5 s`, `1 h 2 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
