// Turns URLs that are put together from pieces into others by giving as few pieces as possible a new text.
import { MAX_CHOICES, MAX_LAYOUTS } from './limits.js';

export interface ComposedUrl<Part> {
  /** Equal objects are one piece, in whichever URLs it is. */
  readonly parts: readonly Part[];
  readonly wanted: string;
}

/** New texts by piece. */
export type Texts<Part> = ReadonlyMap<Part, string>;

/**
 * New texts for as few of `changeable` as possible, the first of them before the others, so that every URL
 * becomes what is wanted. What stays must tell where the new texts begin and end: undefined when nothing
 * does so unmistakably.
 */
export function compose<Part extends { readonly text: string }>(
  urls: readonly ComposedUrl<Part>[],
  changeable: readonly Part[],
): Texts<Part> | undefined {
  let tried = 0;
  for (let size = 0; size <= changeable.length; size += 1) {
    for (const chosen of combinations(changeable, size)) {
      tried += 1;
      if (tried > MAX_CHOICES) return undefined;
      const texts = layOut(urls, new Set(chosen));
      if (texts !== undefined) return texts;
    }
  }
  return undefined;
}

/** The one way to give the chosen pieces texts; undefined when there is none, or no one way. */
function layOut<Part extends { readonly text: string }>(
  urls: readonly ComposedUrl<Part>[],
  chosen: ReadonlySet<Part>,
): Texts<Part> | undefined {
  let all: Texts<Part>[] = [new Map()];
  for (const url of urls) {
    all = all.flatMap((texts) => layouts(url, chosen, texts));
    if (all.length === 0 || all.length > MAX_LAYOUTS) return undefined;
  }
  if (all.length === 1) return all[0];
  // The name of a file remains one: what had no folder gets none.
  const alike = all.filter((texts) =>
    [...texts].every(([part, text]) => part.text.includes('/') || !text.includes('/')),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** The ways to lay a URL over its pieces that agree with texts given before; at most one more than allowed. */
function layouts<Part extends { readonly text: string }>(
  { parts, wanted }: ComposedUrl<Part>,
  chosen: ReadonlySet<Part>,
  given: Texts<Part>,
): Texts<Part>[] {
  const found: Texts<Part>[] = [];
  const place = (index: number, at: number, texts: Texts<Part>): void => {
    if (found.length > MAX_LAYOUTS) return;
    const part = parts[index];
    if (part === undefined) {
      if (at === wanted.length) found.push(texts);
      return;
    }
    const fixed = chosen.has(part) ? texts.get(part) : part.text;
    if (fixed !== undefined) {
      if (wanted.startsWith(fixed, at)) place(index + 1, at + fixed.length, texts);
      return;
    }
    const isLast = index === parts.length - 1;
    for (let end = isLast ? wanted.length : at + 1; end <= wanted.length && end > at; end += 1) {
      place(index + 1, end, new Map([...texts, [part, wanted.slice(at, end)]]));
    }
  };
  place(0, 0, given);
  return found;
}

/** The combinations of some items in the order of the items: those with the first ones first. */
function* combinations<Item>(
  items: readonly Item[],
  size: number,
  from = 0,
): Generator<Item[], void, undefined> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= items.length - size; index += 1) {
    const item = items[index];
    if (item === undefined) return;
    for (const rest of combinations(items, size - 1, index + 1)) yield [item, ...rest];
  }
}
