// The lines of a Makefile as make reads them (GNU make manual, "Splitting Long Lines"): a backslash at the
// end of a line continues it, and how it is joined depends on what the line is.
import { SourceText, SourceTextBuilder } from './source-text.js';

/** Offsets of a line with all that continues it, without the line end; `next` is behind that. */
export interface LogicalLine {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

export function* logicalLines(text: string): Generator<LogicalLine, void, undefined> {
  // A byte order mark is no part of the first line.
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let from = start;
  while (start < text.length) {
    const newline = text.indexOf('\n', from);
    const next = newline < 0 ? text.length : newline + 1;
    const end = newline < 0 ? text.length : endBefore(text, newline, start);
    from = next;
    if (newline >= 0 && next < text.length && backslashesBefore(text, end, start) % 2 === 1)
      continue;
    yield { start, end, next };
    start = next;
  }
}

/** A line that is no command: continuations become one blank, the comment goes, `\#` is `#`. */
export function directiveText(file: string, text: string, line: LogicalLine): SourceText {
  if (!/[#\\]/.test(text.slice(line.start, line.end))) {
    return SourceText.verbatim(file, text, line.start, line.end);
  }
  const builder = new SourceTextBuilder(file, text);
  const special = /\\+(?:\r?\n[ \t]*|#)?|[$#(){}]/g;
  special.lastIndex = line.start;
  let copied = line.start;
  // Within a reference, of which make counts the brackets of its own kind only, `#` is no comment.
  let [depth, open, close] = [0, '', ''];
  for (let found = special.exec(text); found !== null; found = special.exec(text)) {
    const [token, at] = [found[0], found.index];
    if (at >= line.end) break;
    if (token === '$') {
      if (depth > 0) continue;
      open = text.charAt(at + 1);
      close = open === '(' ? ')' : '}';
      depth = open === '(' || open === '{' ? 1 : 0;
      special.lastIndex = at + 2;
    } else if (token === '#') {
      if (depth > 0) continue;
      builder.copy(copied, at);
      return builder.done();
    } else if (!token.startsWith('\\')) {
      if (depth > 0 && token === open) depth += 1;
      else if (depth > 0 && token === close) depth -= 1;
    } else {
      const backslashes = /^\\+/.exec(token)?.[0].length ?? 0;
      const kept = Math.floor(backslashes / 2);
      const isEscape = token.length > backslashes && !(token.endsWith('#') && depth > 0);
      if (!isEscape) continue;
      const isContinuation = backslashes % 2 === 1 && !token.endsWith('#');
      builder.copy(copied, isContinuation ? blanksBefore(text, at + kept, copied) : at + kept);
      copied = at + token.length;
      if (isContinuation) builder.replace(at + 2 * kept, copied, ' ');
      else if (backslashes % 2 === 1) builder.replace(at + 2 * kept, copied, '#');
      else if (token.endsWith('#')) return builder.done();
    }
  }
  builder.copy(copied, line.end);
  return builder.done();
}

/** A command: the shell drops a continuation, and make the recipe prefix behind it. */
export function commandText(
  file: string,
  text: string,
  line: Omit<LogicalLine, 'next'>,
  prefix: string,
): SourceText {
  if (!text.slice(line.start, line.end).includes('\n')) {
    return SourceText.verbatim(file, text, line.start, line.end);
  }
  const builder = new SourceTextBuilder(file, text);
  const newline = /(\\*)\r?\n/g;
  newline.lastIndex = line.start;
  let copied = line.start;
  for (let found = newline.exec(text); found !== null; found = newline.exec(text)) {
    if (found.index >= line.end) break;
    const backslashes = found[1]?.length ?? 0;
    const behind = found.index + found[0].length;
    if (backslashes % 2 === 0) {
      // Of the lines of a definition, each ends in one newline however it is spelt.
      builder.copy(copied, found.index + backslashes);
      builder.replace(found.index + backslashes, behind, '\n');
      copied = behind;
    } else {
      builder.copy(copied, found.index + backslashes - 1);
      copied = text.startsWith(prefix, behind) ? behind + prefix.length : behind;
    }
  }
  builder.copy(copied, line.end);
  return builder.done();
}

function endBefore(text: string, newline: number, start: number): number {
  return newline > start && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** Where the blanks begin that end at `end`. */
function blanksBefore(text: string, end: number, start: number): number {
  let at = end;
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  return at;
}

function backslashesBefore(text: string, end: number, start: number): number {
  let count = 0;
  while (end - count > start && text[end - count - 1] === '\\') count += 1;
  return count;
}
