// Literals of JavaScript, between what is written and what it means (ECMA-262 §12.9.4 and §12.9.6).
import type { Quote } from './site.js';

export interface LiteralText {
  readonly text: string;
  /** For each code unit of `text`, where what is written for it begins and ends. */
  readonly spans: readonly (readonly [start: number, end: number])[];
}

const UNIT = /\\(?:u\{0*(?:10|[\da-f])?[\da-f]{1,4}\}|u[\da-f]{4}|x[\da-f]{2}|\r\n|[^])|\r\n|[^]/gi;

const ESCAPED: Readonly<Record<string, string>> = {
  ...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', 0: '\0' },
  // A line that goes on.
  ...{ '\n': '', '\r': '', '\r\n': '', '\u2028': '', '\u2029': '' },
};

/** Reads what stands between the quotes, of which the first character is at `start`. */
export function literalText(written: string, start: number): LiteralText {
  let text = '';
  const spans: [number, number][] = [];
  for (const { index, 0: unit } of written.matchAll(UNIT)) {
    const meant = meaningOf(unit);
    const begin = start + index;
    for (let count = 0; count < meant.length; count += 1) spans.push([begin, begin + unit.length]);
    text += meant;
  }
  return { text, spans };
}

function meaningOf(unit: string): string {
  if (unit === '\r\n' || unit === '\r') return '\n';
  if (!unit.startsWith('\\')) return unit;
  const [, code] = /^\\[ux]\{?([\da-f]+)/i.exec(unit) ?? [];
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  return ESCAPED[unit.slice(1)] ?? unit.slice(1);
}

/** `text` as it is written in a literal with these quotes. */
export function escapedFor(quote: Quote, text: string): string {
  return text.replace(/\\|['"`]|\$(?=\{)/g, (character) =>
    '\'"`'.includes(character) && character !== quote ? character : escaped(character, quote),
  );
}

function escaped(character: string, quote: Quote): string {
  return character === '$' && quote !== '`' ? character : `\\${character}`;
}
