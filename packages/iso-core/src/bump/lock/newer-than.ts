// Whether a bump goes forward, as far as the names of published ISOs tell.
import { comparePublishedDates, publishedDate } from '../../spec/index.js';

export type Age = 'newer' | 'older' | 'same' | 'unknown';

/** What the ISO at `newUrl` is beside that at `oldUrl`, by the date in the name and the counter behind it. */
export function newerThan(oldUrl: string, newUrl: string): Age {
  if (oldUrl === newUrl) return 'same';
  const [before, after] = [oldUrl, newUrl].map((url) =>
    publishedDate(url.slice(url.lastIndexOf('/') + 1)),
  );
  if (before === undefined || after === undefined) return 'unknown';
  const order = comparePublishedDates(after, before);
  if (order === 0) return 'same';
  return order > 0 ? 'newer' : 'older';
}
