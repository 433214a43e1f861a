// GRUB's variables, and what becomes of a word: variables put in, unquoted ones split.
import type { Word } from './parse.js';

/** Total length of one command's words, in characters. */
const MOST_TEXT = 64 * 1024;

export type Variables = Map<string, string>;

/** The words of a command after expansion; what is longer than any command is cut. */
export function expand(words: readonly Word[], variables: Variables): string[] {
  const result: string[] = [];
  let budget = MOST_TEXT;
  for (const word of words) {
    for (const piece of expandWord(word, variables, budget)) {
      budget -= piece.length;
      result.push(piece);
    }
    if (budget <= 0) break;
  }
  return result;
}

function expandWord(word: Word, variables: Variables, budget: number): string[] {
  const pieces: string[] = [];
  let length = 0;
  let open: string | undefined;
  for (const { kind, value, quoted } of word) {
    const text = kind === 'text' ? value : (variables.get(value) ?? '');
    length += text.length;
    if (length > budget) break;
    if (kind === 'text' || quoted) {
      open = (open ?? '') + text;
      continue;
    }
    const [first = '', ...others] = text.split(/[ \t\n]+/);
    if (first !== '') open = (open ?? '') + first;
    for (const other of others) {
      if (open !== undefined) pieces.push(open);
      open = other === '' ? undefined : other;
    }
  }
  if (open !== undefined) pieces.push(open);
  return pieces;
}
