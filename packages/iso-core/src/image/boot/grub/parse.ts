// The structure of a GRUB config: commands, conditions, loops, functions and menu entries.
import { bareText, lexGrub, type GrubToken, type WordPart } from './lex.js';

export type Word = readonly WordPart[];

export type GrubCommand =
  | { readonly kind: 'simple'; readonly words: readonly Word[] }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: GrubCommands; readonly then: GrubCommands }[];
      readonly otherwise: GrubCommands;
    }
  | {
      readonly kind: 'for';
      readonly variable: string;
      readonly words: readonly Word[];
      readonly body: GrubCommands;
    }
  | { readonly kind: 'function'; readonly name: string; readonly body: GrubCommands }
  | {
      readonly kind: 'entry';
      readonly submenu: boolean;
      readonly words: readonly Word[];
      readonly body: GrubCommands;
    };

export type GrubCommands = readonly GrubCommand[];

const MOST_DEPTH = 64;

/**
 * Parses a config. What is unfinished ends at the end of the text, and the text ends where blocks are
 * nested deeper than in any honest config.
 */
export function parseGrub(text: string): GrubCommands {
  return new Parser(lexGrub(text)).commands([], 0);
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly GrubToken[]) {}

  /** Commands up to one that begins with one of `stops`, which is left to the caller. */
  commands(stops: readonly string[], depth: number): GrubCommands {
    const result: GrubCommand[] = [];
    if (depth > MOST_DEPTH) this.at = this.tokens.length;
    while (this.at < this.tokens.length) {
      if (this.skipEnd()) continue;
      const reserved = this.peek();
      if (reserved !== undefined && stops.includes(reserved)) break;
      const command = this.command(reserved, depth + 1);
      if (command !== undefined) result.push(command);
    }
    return result;
  }

  private command(reserved: string | undefined, depth: number): GrubCommand | undefined {
    if (reserved === 'if') return this.condition(depth);
    if (reserved === 'for') return this.loop(depth);
    if (reserved === 'while' || reserved === 'until') return this.skippedLoop(depth);
    if (reserved === 'function') return this.functionDefinition(depth);
    const words = this.words();
    const last = words.at(-1);
    if (last !== undefined && bareText(last) === '{') {
      const [name] = words;
      const body = this.block(depth);
      const keyword = name === undefined ? undefined : bareText(name);
      if (keyword !== 'menuentry' && keyword !== 'submenu') return undefined;
      return { kind: 'entry', submenu: keyword === 'submenu', words: words.slice(1, -1), body };
    }
    return words.length === 0 ? undefined : { kind: 'simple', words };
  }

  private condition(depth: number): GrubCommand {
    const branches = [];
    let otherwise: GrubCommands = [];
    this.at += 1;
    for (;;) {
      const test = this.commands(['then', 'fi'], depth);
      this.skip('then');
      branches.push({ test, then: this.commands(['elif', 'else', 'fi'], depth) });
      if (!this.skip('elif')) break;
    }
    if (this.skip('else')) otherwise = this.commands(['fi'], depth);
    this.skip('fi');
    return { kind: 'if', branches, otherwise };
  }

  private loop(depth: number): GrubCommand {
    const [, variable = [], , ...words] = this.words();
    this.skipEnd();
    this.skip('do');
    const body = this.commands(['done'], depth);
    this.skip('done');
    return { kind: 'for', variable: bareText(variable) ?? '', words, body };
  }

  // What a loop waits for cannot be known here: its body is not run.
  private skippedLoop(depth: number): undefined {
    this.at += 1;
    this.commands(['do'], depth);
    this.skip('do');
    this.commands(['done'], depth);
    this.skip('done');
    return undefined;
  }

  private functionDefinition(depth: number): GrubCommand {
    const [, name = []] = this.words();
    return { kind: 'function', name: bareText(name) ?? '', body: this.block(depth) };
  }

  private block(depth: number): GrubCommands {
    const body = this.commands(['}'], depth);
    this.skip('}');
    return body;
  }

  private words(): Word[] {
    const words: Word[] = [];
    for (let token = this.tokens[this.at]; token?.kind === 'word'; token = this.tokens[this.at]) {
      // `}` ends a block also in the middle of a line.
      if (words.length > 0 && bareText(token.parts) === '}') break;
      words.push(token.parts);
      this.at += 1;
    }
    return words;
  }

  private peek(): string | undefined {
    const token = this.tokens[this.at];
    return token?.kind === 'word' ? bareText(token.parts) : undefined;
  }

  private skip(reserved: string): boolean {
    if (this.peek() !== reserved) return false;
    this.at += 1;
    return true;
  }

  private skipEnd(): boolean {
    if (this.tokens[this.at]?.kind !== 'end') return false;
    this.at += 1;
    return true;
  }
}
