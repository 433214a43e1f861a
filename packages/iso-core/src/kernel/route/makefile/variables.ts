// The variables of a makefile while it is read, and the expansion of references to them.
import { callFunction, isFunction, substituteReference } from './functions.js';
import { UNSURE, unsure } from './unsure.js';

interface Variable {
  readonly text: string;
  /** Expanded when it is used (`=`), not when it is set (`:=`). */
  readonly isRecursive: boolean;
}

const DEEPEST = 50;

/** Stands for `unsure()` inside a recursive variable's text. */
const MARK = 'unsure-words';

export class Variables {
  readonly #own = new Map<string, Variable>();

  /** @param outer what is known of variables that the makefile does not set; `undefined`: not set */
  constructor(private readonly outer: (name: string) => string | undefined) {}

  /** Carries out an assignment; one that is only `maybe` carried out adds to what is there. */
  assign(name: string, operator: string, value: string, maybe: boolean): void {
    const known = this.#own.get(name);
    if (operator === '!=') return this.#set(name, UNSURE, false);
    const outer = this.outer(name);
    if (operator === '?=' && !maybe && (known !== undefined || isKnown(outer))) return;
    const adds = maybe || operator === '+=';
    const isRecursive = adds ? known?.isRecursive !== false : !operator.includes(':');
    const text = isRecursive ? value : this.expand(value);
    const isUnsure = maybe || (operator === '?=' && outer !== undefined);
    const added = isUnsure ? (isRecursive ? `$(${MARK} ${text})` : unsure(text)) : text;
    const before = adds ? (known?.text ?? outer) : undefined;
    this.#set(name, before === undefined ? added : `${before} ${added}`, isRecursive);
  }

  /** Forgets what is known of a variable: it may be anything. */
  forget(name: string): void {
    this.#set(name, UNSURE, false);
  }

  names(): IterableIterator<string> {
    return this.#own.keys();
  }

  /** The value of a variable, expanded; empty when it is not set. */
  value(name: string, depth = 0): string {
    const known = this.#own.get(name);
    if (known === undefined) return this.outer(name) ?? '';
    if (!known.isRecursive) return known.text;
    return depth > DEEPEST ? UNSURE : this.expand(known.text, depth + 1);
  }

  /** A text with all its references expanded. */
  expand(text: string, depth = 0): string {
    if (!text.includes('$')) return text;
    let result = '';
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character !== '$') {
        result += character;
        continue;
      }
      at += 1;
      const opening = text.charAt(at);
      if (opening === '$') result += '$';
      else if (opening === '(' || opening === '{') {
        const end = closing(text, at);
        result += this.#reference(text.slice(at + 1, end), depth);
        at = end;
      } else result += this.value(opening, depth);
    }
    return result;
  }

  #reference(inside: string, depth: number): string {
    if (depth > DEEPEST) return UNSURE;
    const call = /^([a-z-]+)[ \t]+/.exec(inside);
    const name = call?.[1] ?? '';
    if (name === MARK) return unsure(this.expand(inside.slice(MARK.length), depth + 1));
    if (call !== null && isFunction(name)) {
      const args = splitArguments(inside.slice(call[0].length), name);
      return callFunction(name, args, (text) => this.expand(text, depth + 1)) ?? UNSURE;
    }
    const substitution = /^([^:]+):([^=]*)=(.*)$/.exec(inside);
    if (substitution !== null) {
      const [, variable = '', from = '', to = ''] = substitution;
      const value = this.value(this.expand(variable, depth + 1), depth + 1);
      return substituteReference(this.expand(from, depth + 1), this.expand(to, depth + 1), value);
    }
    return this.value(this.expand(inside, depth + 1), depth + 1);
  }

  #set(name: string, text: string, isRecursive: boolean): void {
    this.#own.set(name, { text, isRecursive });
  }
}

function isKnown(outer: string | undefined): boolean {
  return outer !== undefined && outer !== UNSURE;
}

const MOST_ARGUMENTS: Readonly<Record<string, number>> = {
  subst: 3,
  patsubst: 3,
  if: 3,
  foreach: 3,
  filter: 2,
  'filter-out': 2,
  findstring: 2,
  addprefix: 2,
  addsuffix: 2,
  word: 2,
};

/** Splits at commas that are not inside a reference; the last argument keeps those too many. */
function splitArguments(text: string, name: string): string[] {
  const most = MOST_ARGUMENTS[name] ?? (['or', 'and'].includes(name) ? Infinity : 1);
  const args = [''];
  let depth = 0;
  for (const character of text) {
    if (/[({]/.test(character)) depth += 1;
    else if (/[)}]/.test(character)) depth -= 1;
    if (character === ',' && depth === 0 && args.length < most) args.push('');
    else args[args.length - 1] += character;
  }
  return args;
}

/** Where the bracket that opens at `start` closes; the end of the text if it does not. */
function closing(text: string, start: number): number {
  const [open, close] = text[start] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === open) depth += 1;
    else if (text[at] === close && (depth -= 1) === 0) return at;
  }
  return text.length;
}
