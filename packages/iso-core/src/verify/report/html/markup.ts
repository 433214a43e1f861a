// HTML that is made of fixed markup and of text: whatever is interpolated is text, and stays text.
import { cleanText } from '../../../runtime/index.js';

/** Finished HTML. It comes about only through `markup` and `trusted`. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = string | number | Markup | undefined | readonly Content[];

/**
 * A template whose interpolations are escaped, in element content as well as between double quotes:
 * strings without control characters, bidirectional overrides and heaps of combining marks. Markup is
 * taken as it is, lists are joined, undefined is nothing.
 */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const text = parts.map((part, index) => part + render(contents[index]));
  return new Markup(text.join(''));
}

/** Items one after the other, with commas between them. */
export function commaSeparated(items: readonly Content[]): Content {
  return items.map((item, index) => (index === 0 ? item : markup`, ${item}`));
}

/** Text that is markup already. For this folder's own constants and what was escaped by other rules. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escape(plain(String(content)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Letters that are written from right to left, and so would turn around what stands beside them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/**
 * No control or format characters, no halves of characters. Three combining marks are a language's;
 * more are there to draw over other text. The order of letters ends where the text ends.
 */
function plain(text: string): string {
  const clean = cleanText(text)
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1');
  if (!RIGHT_TO_LEFT.test(clean)) return clean;
  return `${FIRST_STRONG_ISOLATE}${clean}${POP_DIRECTIONAL_ISOLATE}`;
}
