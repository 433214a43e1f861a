// Kconfig's macro language (Documentation/kbuild/kconfig-macro-language.rst). Nothing is ever run:
// what a command would answer becomes UNKNOWN_MARK.
import { IsoError } from '../../runtime/index.js';
import { MAX_EXPANSION_LENGTH, MAX_EXPANSIONS, MAX_MACRO_DEPTH } from './limits.js';

/** Stands in an expansion for what only a command could tell; no Kconfig file holds it. */
export const UNKNOWN_MARK = '\u0000';

export type MacroFlavour = '=' | ':=' | '+=';

export type KconfigEnvironment = Readonly<Record<string, string | undefined>>;

interface Macro {
  readonly isSimple: boolean;
  readonly value: string;
}

/** Builtins that say something to the user at most. */
const SILENT = new Set(['error-if', 'info', 'warning-if']);
/** Builtins whose answer this reader does not need to know. */
const UNKNOWN_BUILTINS = new Set(['shell', 'filename', 'lineno']);

/** The macros of one tree, as they are defined while its files are read. */
export class Macros {
  readonly #environment: KconfigEnvironment;
  readonly #macros = new Map<string, Macro>();
  readonly #expanding = new Set<string>();
  #expansions = 0;

  constructor(environment: KconfigEnvironment) {
    this.#environment = environment;
  }

  define(name: string, flavour: MacroFlavour, value: string): void {
    const present = this.#macros.get(name);
    const isSimple = flavour === '+=' ? present?.isSimple === true : flavour === ':=';
    const text = isSimple ? this.expand(value) : value;
    const before = flavour === '+=' && present !== undefined ? `${present.value} ` : '';
    this.#macros.set(name, { isSimple, value: bounded(before + text) });
  }

  /** `text` with every `$(…)` replaced; an open one and every other `$` stay. */
  expand(text: string, args: readonly string[] = [], depth = 0): string {
    let result = '';
    let from = 0;
    for (;;) {
      const dollar = text.indexOf('$(', from);
      const end = dollar < 0 ? -1 : endOfCall(text, dollar);
      if (end < 0) return bounded(result + text.slice(from));
      result = bounded(
        result + text.slice(from, dollar) + this.#call(text.slice(dollar + 2, end), args, depth),
      );
      from = end + 1;
    }
  }

  #call(call: string, args: readonly string[], depth: number): string {
    this.#expansions += 1;
    if (depth > MAX_MACRO_DEPTH || this.#expansions > MAX_EXPANSIONS) throw tooMuch();
    if (/^[1-9][0-9]*$/.test(call)) {
      const argument = args[Number(call) - 1];
      if (argument !== undefined) return argument;
    }
    const [name = '', ...rest] = splitArguments(call).map((part) =>
      this.expand(part, args, depth + 1),
    );
    const macro = this.#macros.get(name);
    if (macro !== undefined) {
      if (macro.isSimple) return macro.value;
      // A variable that names itself is an error to Kconfig; a function may call itself.
      if (rest.length === 0 && this.#expanding.has(name)) return UNKNOWN_MARK;
      this.#expanding.add(name);
      const value = this.expand(macro.value, rest, depth + 1);
      this.#expanding.delete(name);
      return value;
    }
    if (SILENT.has(name)) return '';
    if (UNKNOWN_BUILTINS.has(name) || rest.length > 0) return UNKNOWN_MARK;
    const variable = Object.hasOwn(this.#environment, name) ? this.#environment[name] : undefined;
    return variable ?? UNKNOWN_MARK;
  }
}

/** Where the call that begins at `dollar` ends: the index of its closing parenthesis; -1 if open. */
export function endOfCall(text: string, dollar: number): number {
  let nesting = 0;
  for (let index = dollar + 1; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') nesting += 1;
    else if (character === ')') {
      nesting -= 1;
      if (nesting === 0) return index;
    } else if (character === '\n') return -1;
  }
  return -1;
}

function splitArguments(call: string): string[] {
  const parts: string[] = [];
  let nesting = 0;
  let from = 0;
  for (let index = 0; index < call.length; index += 1) {
    const character = call[index];
    if (character === '(') nesting += 1;
    else if (character === ')') nesting -= 1;
    else if (character === ',' && nesting === 0) {
      parts.push(call.slice(from, index));
      from = index + 1;
    }
  }
  parts.push(call.slice(from));
  return parts;
}

function bounded(text: string): string {
  if (text.length > MAX_EXPANSION_LENGTH) throw tooMuch();
  return text;
}

function tooMuch(): IsoError {
  return new IsoError(
    'KCONFIG_TOO_LARGE',
    'a Kconfig macro of the kernel source expands without end',
    {
      hint: 'Check that the kernel source is the one you meant; released kernels have no such macro.',
    },
  );
}
