// A text of a Makefile with its references: what make expands (GNU make manual, "Basics of Variable
// References").
import { MAX_DEPTH } from './limits.js';
import type { SourceText } from './source-text.js';

/** A part of a source text, from one character to another. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

export type ExpressionNode =
  /** Text for itself; `$$` is one of its own that says `$`. */
  | ({ readonly kind: 'text'; readonly text: string } & Stretch)
  /** `$(NAME)`: the name may itself be composed. */
  | ({ readonly kind: 'reference'; readonly name: Expression } & Stretch)
  /** `$(NAME:a=b)` */
  | ({ readonly kind: 'substitution'; readonly name: Expression } & Stretch)
  | ({ readonly kind: 'call'; readonly called: string; readonly args: Expression[] } & Stretch);

export interface Expression extends Stretch {
  readonly source: SourceText;
  readonly nodes: readonly ExpressionNode[];
}

/** GNU make manual, "Functions for Transforming Text" and after. */
const FUNCTIONS = new Set(
  `abspath addprefix addsuffix and basename call dir error eval file filter filter-out findstring
  firstword flavor foreach guile if info intcmp join lastword let notdir or origin patsubst realpath
  shell sort strip subst suffix value warning wildcard word wordlist words`.split(/\s+/),
);

/** Those that show a text of which nothing comes. */
export const PRINTING: ReadonlySet<string> = new Set(['info', 'warning', 'error']);

/** Reads a source text, or a part of it. */
export function parseExpression(
  source: SourceText,
  from = 0,
  to = source.text.length,
  depth = 0,
): Expression {
  const { text } = source;
  const nodes: ExpressionNode[] = [];
  const plain = (start: number, end: number): void => {
    if (start < end)
      nodes.push({ kind: 'text', from: start, to: end, text: text.slice(start, end) });
  };
  let copied = from;
  for (let at = text.indexOf('$', from); at >= 0 && at < to; at = text.indexOf('$', copied)) {
    const opening = text.charAt(at + 1);
    const isBracket = opening === '(' || opening === '{';
    const end = isBracket ? closingBracket(text, at + 1, to) : Math.min(at + 1, to - 1);
    // A dollar at the end, a bracket that never closes and nesting that nobody writes stand for themselves.
    if (end === undefined || end === at || (isBracket && depth >= MAX_DEPTH)) break;
    plain(copied, at);
    copied = end + 1;
    const stretch = { from: at, to: copied };
    if (opening === '$') nodes.push({ kind: 'text', ...stretch, text: '$' });
    else if (!isBracket) {
      nodes.push({
        kind: 'reference',
        ...stretch,
        name: parseExpression(source, at + 1, copied, depth + 1),
      });
    } else nodes.push(bracketed(source, stretch, depth + 1));
  }
  plain(copied, to);
  return { source, from, to, nodes };
}

/** What the expression says if it refers to nothing. */
export function literalText(expression: Expression): string | undefined {
  let text = '';
  for (const node of expression.nodes) {
    if (node.kind !== 'text') return undefined;
    text += node.text;
  }
  return text;
}

/** The words that blanks part, as make splits targets and lists of files. */
export function wordsIn(text: string): string[] {
  return text.split(/[ \t\n]+/).filter((word) => word !== '');
}

/** As it is written. */
export function writtenText({ source, from, to }: Expression): string {
  return source.text.slice(from, to);
}

/** In the place of a reference, so that nothing in it is taken for syntax of what is around it. */
export const MASK = '\0';

/** As it is written, with `MASK` for every character of a reference. */
export function maskedText(expression: Expression): string {
  let text = '';
  for (const node of expression.nodes) {
    const isText = node.kind === 'text';
    text += isText
      ? expression.source.text.slice(node.from, node.to)
      : MASK.repeat(node.to - node.from);
  }
  return text;
}

/** A part of an expression; of references those that are wholly in it. */
export function partOf({ source, nodes }: Expression, from: number, to: number): Expression {
  const cut: ExpressionNode[] = [];
  for (let index = firstNodeAfter(nodes, from); index < nodes.length; index += 1) {
    const node = nodes[index];
    if (node === undefined || node.from >= to) break;
    const [start, end] = [Math.max(node.from, from), Math.min(node.to, to)];
    if (start === node.from && end === node.to) cut.push(node);
    else if (node.kind === 'text') {
      cut.push({ kind: 'text', from: start, to: end, text: source.text.slice(start, end) });
    }
  }
  return { source, from, to, nodes: cut };
}

function firstNodeAfter(nodes: readonly ExpressionNode[], from: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.to ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The expressions inside an expression: names and arguments, at any depth. */
export function* innerExpressions(expression: Expression): Generator<Expression, void, undefined> {
  for (const node of expression.nodes) {
    const inner = node.kind === 'text' ? [] : node.kind === 'call' ? node.args : [node.name];
    for (const one of inner) {
      yield one;
      yield* innerExpressions(one);
    }
  }
}

function bracketed(source: SourceText, stretch: Stretch, depth: number): ExpressionNode {
  const { text } = source;
  const [from, to] = [stretch.from + 2, stretch.to - 1];
  const word = /[a-z-]+(?=[ \t\n])/y;
  word.lastIndex = from;
  const called = word.exec(text)?.[0] ?? '';
  if (FUNCTIONS.has(called)) {
    const whole = parseExpression(source, from + called.length, to, depth);
    return { kind: 'call', ...stretch, called, args: splitAtCommas(whole) };
  }
  const name = parseExpression(source, from, to, depth);
  const masked = maskedText(name);
  const colon = masked.indexOf(':');
  if (colon > 0 && masked.includes('=', colon)) {
    return { kind: 'substitution', ...stretch, name: partOf(name, from, from + colon) };
  }
  return { kind: 'reference', ...stretch, name };
}

function splitAtCommas(expression: Expression): Expression[] {
  const masked = maskedText(expression);
  const args: Expression[] = [];
  const blanks = /^[ \t\n]*/.exec(masked)?.[0].length ?? 0;
  let [start, depth] = [blanks, 0];
  const take = (end: number): void => {
    args.push(partOf(expression, expression.from + start, expression.from + end));
    start = end + 1;
  };
  for (let at = start; at < masked.length; at += 1) {
    const character = masked[at];
    if (character === '(' || character === '{') depth += 1;
    else if (character === ')' || character === '}') depth -= 1;
    else if (character === ',' && depth <= 0) take(at);
  }
  take(masked.length);
  return args;
}

/** make counts only brackets of the kind that opened. */
function closingBracket(text: string, start: number, to: number): number | undefined {
  const open = text.charAt(start);
  const bracket = open === '(' ? /[()]/g : /[{}]/g;
  bracket.lastIndex = start;
  let depth = 0;
  for (let found = bracket.exec(text); found !== null; found = bracket.exec(text)) {
    if (found.index >= to) return undefined;
    depth += found[0] === open ? 1 : -1;
    if (depth === 0) return found.index;
  }
  return undefined;
}
