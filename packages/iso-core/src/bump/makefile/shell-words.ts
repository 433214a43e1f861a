// A command as the shell reads it (POSIX, "Shell Command Language", Token Recognition), as far as it takes
// to find the words that name an ISO. Texts are masked: a reference of make's is part of a word.
import { MAX_COMMAND_LENGTH } from './limits.js';

/** From the first character of a word to behind its last. */
export interface Word {
  readonly from: number;
  readonly to: number;
}

export interface FlagWord extends Word {
  /** Where `--iso-url` begins. */
  readonly flag: number;
}

const FLAG = '--iso-url';

/** The values of `--iso-url` in a command; in comments there are none. */
export function isoUrlWords(masked: string): FlagWord[] {
  const words: FlagWord[] = [];
  if (!masked.includes(FLAG)) return words;
  for (const { at, quote } of shellCharacters(masked)) {
    if (!masked.startsWith(FLAG, at) || /[\w-]/.test(masked.charAt(at - 1))) continue;
    const separator = /=|[ \t]+(?![-\s])/y;
    separator.lastIndex = at + FLAG.length;
    const found = separator.exec(masked)?.[0];
    if (found === undefined) continue;
    const from = at + FLAG.length + found.length;
    words.push({ flag: at, from, to: wordEnd(masked, from, quote) });
  }
  return words;
}

/** The value that a command gives a variable of the shell's before `at`, the last one. */
export function shellAssignment(masked: string, name: string, at: number): Word | undefined {
  let found: Word | undefined;
  for (const { at: start, quote } of shellCharacters(masked)) {
    if (start >= at) break;
    if (!masked.startsWith(`${name}=`, start) || /[^\s;&|({@+]/.test(masked.charAt(start - 1)))
      continue;
    const from = start + name.length + 1;
    found = { from, to: wordEnd(masked, from, quote) };
  }
  return found;
}

/** Whether what stands at `at` is only printed: by `echo` or `printf`, to the terminal. */
export function isPrinted(masked: string, at: number): boolean {
  if (masked.length > MAX_COMMAND_LENGTH) return false;
  let start = 0;
  let end = masked.length;
  let redirects = false;
  for (const { at: index, quote } of shellCharacters(masked)) {
    const character = masked.charAt(index);
    if (character === '`' || masked.startsWith('$(', index)) {
      if (index < at) start = index + 1;
      continue;
    }
    if (quote !== '') continue;
    if (/[;&|\n(){}]/.test(character) && masked.charAt(index - 1) !== '>') {
      if (index < at) [start, redirects] = [index + 1, false];
      else {
        end = index;
        break;
      }
    } else if (character === '>' && masked.charAt(index + 1) !== '&') redirects = true;
  }
  const isPipe = masked.charAt(end) === '|' && masked.charAt(end + 1) !== '|';
  return !redirects && !isPipe && /^[\s@+-]*(?:echo|printf)(?!\S)/.test(masked.slice(start, end));
}

/** The names of shell variables in a command as make is given it, where `$` is written `$$`. */
export function shellReferences(masked: string): { readonly name: string; readonly at: number }[] {
  const found = masked.matchAll(/\$\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/g);
  return [...found].map((match) => ({ name: match[1] ?? match[2] ?? '', at: match.index }));
}

/** Where a word ends that begins within a quotation, or without one (`''`). */
function wordEnd(masked: string, from: number, outer: string): number {
  let inner = '';
  for (let at = from; at < masked.length; at += 1) {
    const character = masked.charAt(at);
    if (character === '\\') at += 1;
    else if (inner !== '') inner = character === inner ? '' : inner;
    else if (character === outer) return at;
    else if (character === '"' || character === "'") inner = character;
    else if (/[\s;|&<>()`]/.test(character)) return at;
  }
  return masked.length;
}

/** Every character that is no comment and not escaped, with the quotation that it is in. */
function* shellCharacters(
  masked: string,
): Generator<{ readonly at: number; readonly quote: string }, void, undefined> {
  let quote = '';
  for (let at = 0; at < masked.length; at += 1) {
    const character = masked.charAt(at);
    if (character === '\\' && quote !== "'") {
      at += 1;
      continue;
    }
    if (character === '#' && quote === '' && /^$|[\s;&|()]/.test(masked.charAt(at - 1))) {
      const newline = masked.indexOf('\n', at);
      if (newline < 0) return;
      at = newline;
    }
    yield { at, quote };
    if (quote === '') quote = character === '"' || character === "'" ? character : '';
    else if (character === quote) quote = '';
  }
}
