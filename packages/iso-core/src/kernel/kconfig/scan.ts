// Cuts the text of a Kconfig file into statements of tokens, by the rules of scripts/kconfig/lexer.l
// (since 4.18) and zconf.l (before): words, texts, operators; macros are expanded on the way.
import { endOfCall, UNKNOWN_MARK, type MacroFlavour, type Macros } from './macros.js';

export interface Token {
  readonly kind: 'word' | 'text' | 'operator';
  /** Expanded and unescaped; without quotes. */
  readonly text: string;
  /** As written, when what it expands to is known only to commands. */
  readonly unknown?: string;
}

export interface Statement {
  readonly line: number;
  readonly tokens: readonly Token[];
  /** For `name = value` and its like; the tokens are empty then. */
  readonly assignment?: {
    readonly name: string;
    readonly flavour: MacroFlavour;
    readonly value: string;
  };
}

const WORD = /[A-Za-z0-9_\-./]+/y;
const OPERATOR = /&&|\|\||:=|\+=|!=|<=|>=|[=<>!()]/y;
const ASSIGNMENT = /([A-Za-z0-9_-]+)[ \t]*(=|:=|\+=)[ \t]*(.*)/y;
const CONTINUATION = /\\\r?\n/y;

/** Reads one file's text statement by statement. */
export class Scanner {
  readonly #text: string;
  readonly #macros: Macros;
  #at = 0;
  #line = 1;

  constructor(text: string, macros: Macros) {
    this.#text = text;
    this.#macros = macros;
  }

  /** The next statement that is not blank; `undefined` at the end. */
  next(): Statement | undefined {
    while (this.#at < this.#text.length) {
      this.#skipBlanks();
      const line = this.#line;
      const assignment = this.#matchAssignment();
      if (assignment !== undefined) return { line, tokens: [], assignment };
      const tokens = this.#tokens();
      if (tokens.length > 0) return { line, tokens };
    }
    return undefined;
  }

  /**
   * Passes over a help text: it ends before the first line that is indented less than its first one,
   * and before one that is not indented, unless that follows `help` at once. A tab goes to the next
   * multiple of eight columns.
   */
  skipHelp(): void {
    const start = this.#at;
    let indentation: number | undefined;
    while (this.#at < this.#text.length) {
      let column = 0;
      let at = this.#at;
      for (; this.#text[at] === ' ' || this.#text[at] === '\t'; at += 1) {
        column = this.#text[at] === '\t' ? (column & ~7) + 8 : column + 1;
      }
      const isBlank = at >= this.#text.length || /[\r\n]/.test(this.#text.charAt(at));
      if (!isBlank) {
        if (this.#at > start && (column === 0 || column < (indentation ?? 0))) return;
        indentation ??= column;
      }
      this.#skipLine();
    }
  }

  #matchAssignment(): Statement['assignment'] {
    ASSIGNMENT.lastIndex = this.#at;
    const [, name, flavour, value] = ASSIGNMENT.exec(this.#text) ?? [];
    if (name === undefined || flavour === undefined || value === undefined) return undefined;
    this.#skipLine();
    return { name, flavour: flavour as MacroFlavour, value: value.replace(/\r$/, '') };
  }

  #tokens(): Token[] {
    const tokens: Token[] = [];
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '\n' || character === '#') {
        this.#skipLine();
        break;
      }
      if (character === '"' || character === "'") tokens.push(this.#quoted(character));
      else if (character === '$' || this.#looksAt(WORD)) {
        const word = this.#word();
        if (word.text !== '') tokens.push(word);
      } else if (this.#looksAt(OPERATOR)) {
        tokens.push({ kind: 'operator', text: this.#text.slice(this.#at, OPERATOR.lastIndex) });
        this.#at = OPERATOR.lastIndex;
      } else if (this.#looksAt(CONTINUATION)) {
        this.#at = CONTINUATION.lastIndex;
        this.#line += 1;
      } else {
        // Blanks; and what Kconfig warns about and ignores.
        this.#at += 1;
      }
    }
    return tokens;
  }

  #word(): Token {
    const from = this.#at;
    let text = '';
    for (;;) {
      if (this.#text[this.#at] === '$') text += this.#dollar();
      else if (this.#looksAt(WORD)) {
        text += this.#text.slice(this.#at, WORD.lastIndex);
        this.#at = WORD.lastIndex;
      } else return this.#token('word', text, from);
    }
  }

  #quoted(quote: string): Token {
    const from = this.#at;
    let text = '';
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '\n') break;
      if (character === '$') {
        text += this.#dollar();
        continue;
      }
      this.#at += 1;
      if (character === quote) break;
      if (character !== '\\') text += character;
      else if (this.#text[this.#at] !== '\n') {
        text += this.#text.charAt(this.#at);
        this.#at += 1;
      }
    }
    return this.#token('text', text, from);
  }

  /** What the `$` here stands for; moves past it. A call without its end takes the rest of the line. */
  #dollar(): string {
    const from = this.#at;
    if (this.#text[from + 1] !== '(') {
      this.#at += 1;
      return '$';
    }
    const end = endOfCall(this.#text, from);
    if (end < 0) {
      const lineEnd = this.#text.indexOf('\n', from);
      this.#at = lineEnd < 0 ? this.#text.length : lineEnd;
      return UNKNOWN_MARK;
    }
    this.#at = end + 1;
    return this.#macros.expand(this.#text.slice(from, this.#at));
  }

  #token(kind: 'word' | 'text', text: string, from: number): Token {
    if (!text.includes(UNKNOWN_MARK)) return { kind, text };
    return { kind, text, unknown: this.#text.slice(from, this.#at) };
  }

  #looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
    this.#line += 1;
  }
}
