// Finds the texts of all pieces that make every URL of a file what it should be, by changing the fewest.
import { waysToUrl } from './split-url.js';
import type { Piece } from './site.js';

export interface UrlWish {
  readonly pieces: readonly Piece[];
  readonly url: string;
}

/** The texts of pieces, by where they start. */
export type Texts = ReadonlyMap<number, string>;

interface Solution {
  readonly cost: number;
  readonly texts: Texts;
}

/** More ways than this to divide what several URLs share are not looked at. */
const MOST_SOLUTIONS = 256;

/**
 * The texts that make every wish true; a piece of several URLs has one text in all. Else the first wish that
 * cannot be made true together with those before it. `mayChange` says which pieces need not stay.
 */
export function compose<Wish extends UrlWish>(
  wishes: readonly Wish[],
  mayChange: (piece: Piece) => boolean,
): { readonly texts: Texts } | { readonly impossible: Wish } {
  const shared = sharedPieces(wishes);
  let solutions: Solution[] = [{ cost: 0, texts: new Map() }];
  for (const wish of wishes) {
    const ways = waysToUrl(wish.pieces, wish.url).filter((texts) =>
      wish.pieces.every((piece, index) => piece.text === texts[index] || mayChange(piece)),
    );
    const next = solutions.flatMap((solution) =>
      ways.flatMap((way) => extended(solution, wish.pieces, way) ?? []),
    );
    solutions = cheapest(next, shared);
    if (solutions.length === 0) return { impossible: wish };
  }
  const [best] = solutions;
  return { texts: best?.texts ?? new Map() };
}

function extended(
  { cost, texts }: Solution,
  pieces: readonly Piece[],
  way: readonly string[],
): Solution | undefined {
  const merged = new Map(texts);
  let total = cost;
  for (const [index, { start, text: old, variable }] of pieces.entries()) {
    const text = way[index] ?? old;
    const before = merged.get(start);
    if (before !== undefined && before !== text) return undefined;
    if (before === undefined && text !== old) {
      total += (variable === undefined ? LITERAL : CONSTANT) - index;
    }
    merged.set(start, text);
  }
  return { cost: total, texts: merged };
}

// The fewest pieces count first. Of as many, a constant is the better one to change, because it is there to be
// changed, and then what is nearer the URL's end.
const CONSTANT = 1_000_000;
const LITERAL = CONSTANT + 100;

/** Of the solutions that agree on what URLs share, the cheapest of each kind. */
function cheapest(solutions: readonly Solution[], shared: readonly number[]): Solution[] {
  const best = new Map<string, Solution>();
  for (const solution of solutions) {
    const key = JSON.stringify(shared.map((start) => solution.texts.get(start)));
    const other = best.get(key);
    if (other === undefined || solution.cost < other.cost) best.set(key, solution);
  }
  return [...best.values()].sort((one, other) => one.cost - other.cost).slice(0, MOST_SOLUTIONS);
}

function sharedPieces(wishes: readonly UrlWish[]): number[] {
  const [seen, shared] = [new Set<number>(), new Set<number>()];
  for (const { pieces } of wishes) {
    for (const start of new Set(pieces.map((piece) => piece.start))) {
      (seen.has(start) ? shared : seen).add(start);
    }
  }
  return [...shared];
}
