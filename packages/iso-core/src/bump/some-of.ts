// Long lists as people read them.

const MOST = 20;

/** The first items, and how many more there are. */
export function someOf(items: readonly string[]): string {
  const shown = items.slice(0, MOST).join(', ');
  return items.length > MOST ? `${shown} and ${items.length - MOST} more` : shown;
}
