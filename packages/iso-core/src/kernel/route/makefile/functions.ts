// The functions of GNU make that kernel makefiles name objects with (manual, "Functions"). Those that
// look outside of the makefile, or that kbuild defines itself, give what cannot be known.
import { isUnsure, plain, UNSURE, unsure, words } from './unsure.js';

/** Expands references in a text. */
export type Expand = (text: string) => string;

/** Calls a function with its arguments as they are written; `undefined` when there is none so named. */
export function callFunction(
  name: string,
  args: readonly string[],
  expand: Expand,
): string | undefined {
  const lazy = LAZY[name];
  if (lazy !== undefined && Object.hasOwn(LAZY, name)) return lazy(args, expand);
  const eager = EAGER[name];
  if (eager === undefined || !Object.hasOwn(EAGER, name)) return undefined;
  return eager(...args.map(expand));
}

/** Names of functions: a reference that begins with one of them and a space calls it. */
export function isFunction(name: string): boolean {
  return Object.hasOwn(LAZY, name) || Object.hasOwn(EAGER, name);
}

const LAZY: Readonly<Record<string, (args: readonly string[], expand: Expand) => string>> = {
  if: ([condition = '', then = '', otherwise = ''], expand) => {
    const value = expand(condition.trim());
    if (isUnsure(value)) return unsure(`${expand(then)} ${expand(otherwise)}`);
    return expand(value === '' ? otherwise : then);
  },
  or: (args, expand) => {
    let seen = '';
    for (const value of args.map((arg) => expand(arg.trim()))) {
      if (isUnsure(value)) seen += ` ${value}`;
      else if (value !== '') return seen === '' ? value : unsure(`${seen} ${value}`);
    }
    return seen.trim();
  },
  and: (args, expand) => {
    const values = args.map((arg) => expand(arg.trim()));
    if (values.some((value) => value === '')) return '';
    const last = values.at(-1) ?? '';
    return values.some(isUnsure) ? unsure(last) : last;
  },
  foreach: ([name = '', list = '', text = ''], expand) =>
    words(expand(list))
      .map((word) => expand(replaceReference(text, expand(name).trim(), word)))
      .join(' '),
};

const EAGER: Readonly<Record<string, (...args: string[]) => string>> = {
  subst: (from = '', to = '', text = '') => (from === '' ? text : text.replaceAll(from, to)),
  patsubst: (pattern = '', replacement = '', text = '') =>
    eachWord(text, (word) => substitute(pattern.trim(), replacement.trim(), word)),
  strip: (text = '') => words(text).join(' '),
  findstring: (part = '', text = '') => {
    if (isUnsure(part) || isUnsure(text)) return UNSURE;
    return text.includes(part) ? part : '';
  },
  filter: (patterns = '', text = '') =>
    words(text)
      .filter((word) => isUnsure(patterns) || word === UNSURE || matchesAny(patterns, plain(word)))
      .map((word) => (isUnsure(patterns) ? unsure(word) : word))
      .join(' '),
  'filter-out': (patterns = '', text = '') =>
    words(text)
      .filter((word) => !matchesAny(sure(patterns), plain(word)))
      .map((word) => (isUnsure(patterns) ? unsure(word) : word))
      .join(' '),
  sort: (text = '') => [...new Set(words(text))].sort().join(' '),
  word: (index = '', text = '') =>
    isUnsure(text) ? unsure(text) : (words(text)[Number(index) - 1] ?? ''),
  words: (text = '') => (isUnsure(text) ? UNSURE : String(words(text).length)),
  firstword: (text = '') => (isUnsure(text) ? unsure(text) : (words(text)[0] ?? '')),
  lastword: (text = '') => (isUnsure(text) ? unsure(text) : (words(text).at(-1) ?? '')),
  addprefix: (prefix = '', text = '') => eachWord(text, (word) => prefix + word),
  addsuffix: (suffix = '', text = '') => eachWord(text, (word) => word + suffix),
  dir: (text = '') => eachWord(text, (word) => /^.*\//.exec(word)?.[0] ?? './'),
  notdir: (text = '') => eachWord(text, (word) => word.replace(/^.*\//, '')),
  basename: (text = '') => eachWord(text, (word) => word.replace(/\.[^./]*$/, '')),
  suffix: (text = '') => eachWord(text, (word) => /\.[^./]*$/.exec(word)?.[0] ?? ''),
  info: () => '',
  warning: () => '',
  error: () => '',
  ...Object.fromEntries(
    ['shell', 'call', 'wildcard', 'eval', 'join', 'wordlist', 'abspath', 'realpath', 'file'].map(
      (name) => [name, () => UNSURE],
    ),
  ),
  ...Object.fromEntries(
    ['value', 'origin', 'flavor', 'let', 'intcmp'].map((n) => [n, () => UNSURE]),
  ),
};

/** `$(text:from=to)`: a suffix, or a pattern with `%`. */
export function substituteReference(from: string, to: string, text: string): string {
  const [pattern, replacement] = from.includes('%') ? [from, to] : [`%${from}`, `%${to}`];
  return eachWord(text, (word) => substitute(pattern, replacement, word));
}

function substitute(pattern: string, replacement: string, word: string): string {
  const [before = '', after] = split(pattern);
  if (after === undefined) return word === pattern ? replacement : word;
  if (word.length < before.length + after.length) return word;
  if (!word.startsWith(before) || !word.endsWith(after)) return word;
  const stem = word.slice(before.length, word.length - after.length);
  const [start, end] = split(replacement);
  return end === undefined ? replacement : `${start}${stem}${end}`;
}

function matchesAny(patterns: string, word: string): boolean {
  return words(patterns).some((pattern) => {
    const [before = '', after] = split(pattern);
    if (after === undefined) return word === pattern;
    const long = word.length >= before.length + after.length;
    return long && word.startsWith(before) && word.endsWith(after);
  });
}

/** A pattern's parts before and after its first `%`. */
function split(pattern: string): [string, string | undefined] {
  const at = pattern.indexOf('%');
  return at === -1 ? [pattern, undefined] : [pattern.slice(0, at), pattern.slice(at + 1)];
}

function eachWord(text: string, change: (word: string) => string): string {
  return words(text)
    .map((word) => (word === UNSURE ? word : change(plain(word)) + (isUnsure(word) ? UNSURE : '')))
    .join(' ');
}

function sure(patterns: string): string {
  return words(patterns)
    .filter((word) => !isUnsure(word))
    .join(' ');
}

function replaceReference(text: string, name: string, value: string): string {
  return text.replaceAll(`$(${name})`, value).replaceAll(`\${${name}}`, value);
}
