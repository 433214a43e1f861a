// How lists, numbers and sizes are said in a check. What is listed may come from the ISO: it is kept short here,
// and made safe by who shows it.

const MOST_ITEMS = 5;
const MOST_CHARACTERS = 240;

/** The first few of `items`, and how many more there are. */
export function listed(items: readonly string[], separator = '; '): string {
  const shown = items.slice(0, MOST_ITEMS).map(shortened);
  const more = items.length - shown.length;
  return [...shown, ...(more === 0 ? [] : [`and ${more} more`])].join(separator);
}

export function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * MOST_CHARACTERS)];
  if (characters.length <= MOST_CHARACTERS) return text;
  return `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
