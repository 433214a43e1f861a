// Deals a new URL out to the pieces of an old one: the pieces that stay are the anchors.
import type { Piece } from './site.js';

/** More pieces than this are no URL that a person wrote. */
const MOST_PIECES = 8;
const MOST_LENGTH = 1000;

/** Each way to come to `url` by changing some of the pieces: the new texts of all, in order. */
export function waysToUrl(pieces: readonly Piece[], url: string): string[][] {
  const texts = pieces.map(({ text }) => text);
  if (pieces.length > MOST_PIECES || url.length > MOST_LENGTH) {
    return texts.join('') === url ? [texts] : [];
  }
  const ways = Array.from({ length: 2 ** pieces.length }, (_, choice) =>
    splitUrl(
      pieces.map((piece, index) => ({ piece, changes: ((choice >> index) & 1) === 1 })),
      url,
    ),
  ).filter((way) => way !== undefined);
  return [...new Map(ways.map((way) => [way.join('\n'), way])).values()];
}

interface Choice {
  readonly piece: Piece;
  readonly changes: boolean;
}

/**
 * The one way to divide `url`; undefined where there is none, or more. Of several, the one counts in which
 * each constant keeps its shape: digits where digits were, as in a date.
 */
function splitUrl(choices: readonly Choice[], url: string): string[] | undefined {
  const shaped = choices.map(({ piece, changes }) =>
    changes && piece.variable === undefined ? undefined : pattern(piece.text, changes),
  );
  const free = choices.map(({ piece, changes }) => (changes ? undefined : pattern(piece.text)));
  return onlyMatch(shaped, url) ?? onlyMatch(free, url);
}

/** For a text that stays, or for one of its shape. */
function pattern(text: string, byShape = false): string {
  const exact = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return byShape ? exact.replace(/\d/g, '\\d') : exact;
}

/** Where the shortest and the longest texts for what is free (undefined) are the same, there are no others. */
function onlyMatch(patterns: readonly (string | undefined)[], url: string): string[] | undefined {
  const hasNeighbours = patterns.some(
    (each, index) => index > 0 && each === undefined && patterns[index - 1] === undefined,
  );
  if (hasNeighbours) return undefined;
  const [shortest, longest] = ['.+?', '.+'].map((free) => {
    const groups = patterns.map((each) => `(${each ?? free})`);
    return new RegExp(`^${groups.join('')}$`).exec(url)?.slice(1);
  });
  return shortest?.join('\n') === longest?.join('\n') ? shortest : undefined;
}
