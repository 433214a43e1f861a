// Finds the URLs that stand in a text, whatever its format is: a URL is taken whole or not at all.

export interface UrlToken {
  readonly start: number;
  /** Behind the URL; what ends a sentence or a command there is not part of it. */
  readonly end: number;
  readonly url: string;
  /** Whether its slashes are written `\/`, as JSON may. */
  readonly escaped: boolean;
}

// What stands before a URL is no part of a word or of a longer scheme, unless it is an escape such as `\n`.
// Quotes, blanks and brackets bound a URL, and so does the next one of a list.
const BEGINS = /(?:(?<!\w|\w[+.-])|(?<=\\[nrt]))(?:https?|file):/.source;
const CHARACTER = /(?![,;](?:https?|file):)[^\s"'`<>()[\]{}|\\^]/.source;
const PLAIN = new RegExp(`${BEGINS}//(?:${CHARACTER})+`, 'g');
const IN_JSON = new RegExp(`${BEGINS}(?:\\\\?/){2}(?:\\\\/|${CHARACTER})+`, 'g');

const TRAILING = /(?<![.,;:!?*&])[.,;:!?*&]+$/;

/** The URLs of a file's text, in order. */
export function* urlTokens(file: string, text: string): Generator<UrlToken> {
  const isJson = /\.jsonc?$/.test(file);
  for (const { index, 0: found } of text.matchAll(isJson ? IN_JSON : PLAIN)) {
    const written = found.replace(TRAILING, '');
    const url = isJson ? written.replaceAll('\\/', '/') : written;
    yield { start: index, end: index + written.length, url, escaped: url !== written };
  }
}
