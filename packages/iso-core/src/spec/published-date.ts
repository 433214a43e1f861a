// When a published ISO was made, by its name: which of two is the newer is a matter of names alone.

export interface PublishedDate {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Tells the ISOs of one day apart; the first has none in its name and is 1. */
  readonly counter: number;
}

const DATED = /(\d{4}-\d{2}-\d{2})(?:-(\d{1,6})(?!\d))?/;

/** Of `minikube-2026-11-22-2-arm64.iso`: that day, the second. Undefined for a name without a date. */
export function publishedDate(name: string): PublishedDate | undefined {
  const [, date, counter = '1'] = DATED.exec(name) ?? [];
  return date === undefined ? undefined : { date, counter: Number(counter) };
}

/** Below zero when `one` is the older, above zero when it is the newer. */
export function comparePublishedDates(one: PublishedDate, other: PublishedDate): number {
  if (one.date !== other.date) return one.date < other.date ? -1 : 1;
  return one.counter - other.counter;
}
