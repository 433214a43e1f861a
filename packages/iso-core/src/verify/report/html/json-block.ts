// The report inside its own page, for programs: a data block, which no browser runs.
import { trusted, type Markup } from './markup.js';

/**
 * A `script` of a type that is no script. The JSON is that of `value`, but every character that HTML or
 * an editor could take for something else is spelt `\uXXXX`: so nothing in it ends the element, and
 * what a guest printed is kept as it was.
 */
export function jsonBlock(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replace(
    /[^\x20-\x7e]|[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return trusted(`<script type="application/json" id="${id}">${json}</script>`);
}
