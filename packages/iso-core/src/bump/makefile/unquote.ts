// Takes the quotation marks from a word that is put together from pieces.
import type { Piece } from './expand.js';

export type WordPart =
  | { readonly kind: 'piece'; readonly piece: Piece }
  | { readonly kind: 'variable'; readonly name: string }
  /** The output of a command, or another expansion that only the shell can make. */
  | { readonly kind: 'expansion' };

/** The parts of the first word of a text, as the shell takes it; the text may be quoted as a whole. */
export function unquote(pieces: readonly Piece[]): WordPart[] {
  const text = pieces.map((piece) => piece.text).join('');
  const kept = keptCharacters(text);
  const parts: WordPart[] = [];
  let start = 0;
  for (const piece of pieces) {
    for (const { from, to, part } of kept) {
      const [first, last] = [Math.max(from, start), Math.min(to, start + piece.text.length)];
      if (part !== undefined) {
        if (from >= start && from < start + piece.text.length) parts.push(part);
      } else if (first < last) {
        parts.push({ kind: 'piece', piece: partOfPiece(piece, first - start, last - start) });
      }
    }
    start += piece.text.length;
  }
  return parts;
}

interface Kept {
  readonly from: number;
  readonly to: number;
  /** Instead of the characters themselves. */
  readonly part?: WordPart;
}

function keptCharacters(text: string): Kept[] {
  const kept: Kept[] = [];
  let quote = '';
  for (let at = /^[ \t\n]*/.exec(text)?.[0].length ?? 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      if (quote === '' || quote === character) quote = quote === '' ? character : '';
    } else if (character === '\\') continue;
    else if (character === '$' || character === '`') {
      const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/y;
      variable.lastIndex = at;
      const found = variable.exec(text);
      const name = found?.[1] ?? found?.[2];
      const part: WordPart =
        name === undefined ? { kind: 'expansion' } : { kind: 'variable', name };
      kept.push({ from: at, to: at + 1, part });
      at += Math.max(1, found?.[0].length ?? 0) - 1;
    } else if (quote === '' && /[\s;|&<>()]/.test(character)) break;
    else if (/\s/.test(character)) break;
    else kept.push({ from: at, to: at + 1 });
  }
  return joined(kept);
}

function joined(kept: readonly Kept[]): Kept[] {
  const runs: Kept[] = [];
  for (const one of kept) {
    const last = runs.at(-1);
    if (last?.to === one.from && last.part === undefined && one.part === undefined) {
      runs[runs.length - 1] = { from: last.from, to: one.to };
    } else runs.push(one);
  }
  return runs;
}

/** A piece of which more than its text stands in the file (`$$`, `\#`) is never cut. */
export function partOfPiece(piece: Piece, from: number, to: number): Piece {
  const isVerbatim = piece.end - piece.start === piece.text.length;
  if (!isVerbatim) return piece;
  const [start, end] = [piece.start + from, piece.start + to];
  return { ...piece, start, end, text: piece.text.slice(from, to) };
}
