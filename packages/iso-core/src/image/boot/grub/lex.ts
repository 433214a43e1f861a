// Words of GRUB's script language (GRUB manual, "Writing full configuration files directly"): quoting,
// variables and what ends a command.

/** A piece of a word: text as it stands, or a variable to look up. */
export interface WordPart {
  readonly kind: 'text' | 'variable';
  readonly value: string;
  /** Quoted pieces are neither split nor dropped when empty. */
  readonly quoted: boolean;
}

export type GrubToken =
  { readonly kind: 'word'; readonly parts: readonly WordPart[] } | { readonly kind: 'end' };

/** Splits a config into words and ends of commands. It never fails: what is odd becomes text. */
export function lexGrub(text: string): GrubToken[] {
  return new Lexer(text.replace(/\r\n/g, '\n')).tokens();
}

class Lexer {
  private at = 0;
  private readonly found: GrubToken[] = [];
  private parts: WordPart[] = [];

  constructor(private readonly text: string) {}

  tokens(): GrubToken[] {
    while (this.at < this.text.length) this.step(this.text.charAt(this.at));
    this.endCommand();
    return this.found;
  }

  private step(character: string): void {
    const inWord = this.parts.length > 0;
    if (character === '\n' || character === ';') {
      this.at += 1;
      this.endCommand();
    } else if (character === ' ' || character === '\t') {
      this.at += 1;
      this.endWord();
    } else if (character === '#' && !inWord) {
      this.skipComment();
    } else if ((character === '{' || character === '}') && !inWord) {
      this.at += 1;
      this.add('text', character, false);
      this.endWord();
      // A block begins or ends a command without a separator.
      if (character === '{') this.endCommand();
    } else if (character === "'") this.singleQuoted();
    else if (character === '"') this.doubleQuoted();
    else if (character === '$') this.variable(false);
    else if (character === '\\') this.escaped();
    else this.plain();
  }

  private plain(): void {
    const [run = ''] = /^[^\s;'"$\\]+/.exec(this.text.slice(this.at, this.at + 4096)) ?? [];
    const length = Math.max(1, run.length);
    this.add('text', this.text.slice(this.at, this.at + length), false);
    this.at += length;
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private escaped(): void {
    const next = this.text.charAt(this.at + 1);
    this.at += 2;
    if (next !== '\n') this.add('text', next, true);
  }

  private singleQuoted(): void {
    const end = this.text.indexOf("'", this.at + 1);
    const stop = end < 0 ? this.text.length : end;
    this.add('text', this.text.slice(this.at + 1, stop), true);
    this.at = stop + 1;
  }

  private doubleQuoted(): void {
    this.at += 1;
    this.add('text', '', true);
    while (this.at < this.text.length && this.text.charAt(this.at) !== '"') {
      const character = this.text.charAt(this.at);
      const next = this.text.charAt(this.at + 1);
      if (character === '$') this.variable(true);
      else if (character === '\\' && /["$\\\n]/.test(next)) {
        if (next !== '\n') this.add('text', next, true);
        this.at += 2;
      } else {
        this.add('text', character, true);
        this.at += 1;
      }
    }
    this.at += 1;
  }

  private variable(quoted: boolean): void {
    const rest = this.text.slice(this.at, this.at + 256);
    const match = /^\$(?:\{([A-Za-z0-9_?@#*]+)\}|([A-Za-z_][A-Za-z0-9_]*|\d+|[?@#*]))/.exec(rest);
    const name = match?.[1] ?? match?.[2];
    if (match === null || name === undefined) this.add('text', '$', quoted);
    else this.add('variable', name, quoted);
    this.at += match?.[0].length ?? 1;
  }

  private add(kind: WordPart['kind'], value: string, quoted: boolean): void {
    this.parts.push({ kind, value, quoted });
  }

  private endWord(): void {
    if (this.parts.length > 0) this.found.push({ kind: 'word', parts: this.parts });
    this.parts = [];
  }

  private endCommand(): void {
    this.endWord();
    if (this.found.at(-1)?.kind === 'word') this.found.push({ kind: 'end' });
  }
}

/** The word as plain text when it has neither quotes nor variables: how reserved words are known. */
export function bareText(parts: readonly WordPart[]): string | undefined {
  if (parts.some(({ kind, quoted }) => kind !== 'text' || quoted)) return undefined;
  return parts.map(({ value }) => value).join('');
}
