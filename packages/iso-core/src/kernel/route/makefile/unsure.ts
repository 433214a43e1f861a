// What cannot be known without running make: marked in the text itself, so that it is never lost on
// the way. A word with the mark may be there or not; the mark alone stands for any words at all.

/** A character that no makefile has. */
export const UNSURE = '\uE000';

export function isUnsure(text: string): boolean {
  return text.includes(UNSURE);
}

/** Every word of `text`, marked. */
export function unsure(text: string): string {
  return words(text)
    .map((word) => (isUnsure(word) ? word : word + UNSURE))
    .join(' ');
}

/** A word without its mark; empty for one that may be anything. */
export function plain(word: string): string {
  return word.replaceAll(UNSURE, '');
}

export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
