// Reads the Kconfig files of a tree from its root file on: blocks, entries and what they source.
import { IsoError } from '../../runtime/index.js';
import { emptyEntry, OUTERMOST, scopeInside, SymbolsBuilder } from './builder.js';
import type { Entry, Scope } from './builder.js';
import type { KconfigRules } from './rules.js';
import { allOf, symbolNamed } from './expression.js';
import type { KconfigFiles } from './files.js';
import { MAX_BLOCK_DEPTH, MAX_PROBLEMS, MAX_SOURCE_DEPTH } from './limits.js';
import { Macros, type KconfigEnvironment } from './macros.js';
import { ExpressionError } from './parse-expression.js';
import { Scanner, type Statement } from './scan.js';
import { nameIn, OPTION_WORDS, readOption, readWhole } from './statement.js';
import type { KconfigChoice, KconfigProblem, KconfigSymbol, SourcePosition } from './symbol.js';

export interface ParsedKconfig {
  readonly symbols: ReadonlyMap<string, KconfigSymbol>;
  readonly choices: ReadonlyMap<string, KconfigChoice>;
  /** Statements that were passed over; at most the first thousand. */
  readonly problems: readonly KconfigProblem[];
  /** Every file read, relative to the tree, in the order of reading. */
  readonly files: readonly string[];
}

type BlockKind = 'menu' | 'if' | 'choice';

interface Block {
  readonly kind: BlockKind;
  readonly scope: Scope;
}

/** What the current entry is, and what to do with it when the next statement begins. */
interface OpenEntry {
  readonly entry: Entry;
  readonly finish: () => void;
}

/**
 * Reads `rootFile` and all it sources.
 *
 * @throws IsoError of KconfigFiles, `KCONFIG_LOOP`, `KCONFIG_TOO_LARGE`
 */
export async function parseKconfig(
  files: KconfigFiles,
  rootFile: string,
  environment: KconfigEnvironment,
  rules: KconfigRules,
): Promise<ParsedKconfig> {
  const parser = new Parser(files, environment, rules);
  await parser.readFile(rootFile, []);
  return parser.result();
}

class Parser {
  readonly #files: KconfigFiles;
  readonly #environment: KconfigEnvironment;
  readonly #macros: Macros;
  readonly #rules: KconfigRules;
  readonly #builder: SymbolsBuilder;
  readonly #problems: KconfigProblem[] = [];
  readonly #read: string[] = [];
  #blocks: Block[] = [];
  #open: OpenEntry | undefined;

  constructor(files: KconfigFiles, environment: KconfigEnvironment, rules: KconfigRules) {
    this.#files = files;
    this.#rules = rules;
    this.#builder = new SymbolsBuilder(rules);
    this.#environment = environment;
    this.#macros = new Macros(environment);
  }

  result(): ParsedKconfig {
    return { ...this.#builder.build(), problems: this.#problems, files: this.#read };
  }

  async readFile(path: string, stack: readonly string[]): Promise<void> {
    if (stack.includes(path) || stack.length >= MAX_SOURCE_DEPTH) throw sourceLoop(path, stack);
    const scanner = new Scanner(await this.#files.read(path), this.#macros);
    this.#read.push(path);
    const outerBlocks = this.#blocks.length;
    for (let statement = scanner.next(); statement; statement = scanner.next()) {
      const position = { file: path, line: statement.line };
      const { assignment, tokens } = statement;
      if (assignment !== undefined) {
        this.#macros.define(assignment.name, assignment.flavour, assignment.value);
        continue;
      }
      const word = tokens[0]?.kind === 'word' ? tokens[0].text : '';
      if (word === 'help' || word === '---help---') scanner.skipHelp();
      else if (word === 'source') {
        this.#closeEntry();
        await this.readFile(this.#sourcePath(statement), [...stack, path]);
      } else this.#take(word, statement, position, outerBlocks);
    }
    this.#closeEntry();
    if (this.#blocks.length > outerBlocks) {
      const kinds = this.#blocks.slice(outerBlocks).map(({ kind }) => `"${kind}"`);
      this.#report({ file: path, line: 0 }, `no end of ${kinds.join(', ')}`);
      this.#blocks = this.#blocks.slice(0, outerBlocks);
    }
  }

  #take(word: string, statement: Statement, position: SourcePosition, outerBlocks: number): void {
    try {
      if (OPTION_WORDS.has(word) && this.#open !== undefined) {
        readOption(statement.tokens, this.#open.entry);
      } else this.#begin(word, statement, position, outerBlocks);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.#report(position, error.message);
    }
  }

  #begin(word: string, { tokens }: Statement, position: SourcePosition, outerBlocks: number): void {
    this.#closeEntry();
    const scope = this.#blocks.at(-1)?.scope ?? OUTERMOST;
    const entry = emptyEntry(position, scope);
    switch (word) {
      case 'config':
      case 'menuconfig': {
        const name = nameIn(tokens, 1);
        this.#open = { entry, finish: () => this.#builder.addSymbol(name, entry) };
        break;
      }
      case 'choice': {
        const name = choiceName(tokens[1]?.text, position);
        this.#open = {
          entry,
          finish: () => {
            this.#builder.addChoice(name, entry);
            const inside = scopeInside(entry);
            const dependsOn = this.#rules === 'before 6.11' ? symbolNamed(name) : inside.dependsOn;
            this.#push('choice', { ...inside, dependsOn, choice: name }, position);
          },
        };
        break;
      }
      case 'menu':
        this.#open = {
          entry,
          finish: () => this.#push('menu', scopeInside(entry), position),
        };
        break;
      case 'if': {
        const dependsOn = allOf([scope.dependsOn, readWhole(tokens, 1)]);
        this.#push('if', { ...scope, dependsOn }, position);
        break;
      }
      case 'comment':
        this.#open = { entry, finish: () => undefined };
        break;
      case 'endmenu':
      case 'endif':
      case 'endchoice':
        this.#pop(word.slice(3), position, outerBlocks);
        break;
      case 'mainmenu':
        break;
      default:
        // A macro that only a command could expand says nothing about symbols.
        if (tokens[0]?.unknown === undefined) this.#report(position, `unknown statement "${word}"`);
    }
  }

  #closeEntry(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.finish();
  }

  #push(kind: BlockKind, scope: Scope, position: SourcePosition): void {
    if (this.#blocks.length >= MAX_BLOCK_DEPTH) {
      throw new IsoError(
        'KCONFIG_TOO_LARGE',
        `${position.file}:${position.line}: more than ${MAX_BLOCK_DEPTH} menus, ifs and choices inside each other`,
        { hint: 'Check that the kernel source is the one you meant.', details: { ...position } },
      );
    }
    this.#blocks.push({ kind, scope });
  }

  #pop(kind: string, position: SourcePosition, outerBlocks: number): void {
    const isMine = this.#blocks.length > outerBlocks;
    if (isMine && this.#blocks.at(-1)?.kind === kind) this.#blocks.pop();
    else this.#report(position, `"end${kind}" without its "${kind}" in this file`);
  }

  /** Before 4.18 a path held variables as `$SRCARCH`; macros are expanded already. */
  #sourcePath({ tokens, line }: Statement): string {
    const token = tokens[1];
    const path = (token?.text ?? '').replace(/\$([A-Za-z0-9_]+)/g, (whole, name: string) =>
      Object.hasOwn(this.#environment, name) ? (this.#environment[name] ?? whole) : whole,
    );
    if (path === '' || token?.unknown !== undefined) {
      throw new IsoError(
        'KCONFIG_UNREADABLE',
        `line ${line} of ${this.#read.at(-1) ?? 'Kconfig'} sources ${token?.unknown ?? 'nothing'}, which names no file`,
        { hint: 'Check that the kernel source is complete and the one you meant.' },
      );
    }
    return path;
  }

  #report(position: SourcePosition, message: string): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ ...position, message });
  }
}

/** A name that no symbol can have: that of a named choice, else its place. */
function choiceName(name: string | undefined, { file, line }: SourcePosition): string {
  return name === undefined ? `choice at ${file}:${line}` : `choice ${name}`;
}

function sourceLoop(path: string, stack: readonly string[]): IsoError {
  return new IsoError(
    'KCONFIG_LOOP',
    `the Kconfig file ${path} sources itself: ${[...stack, path].slice(-5).join(' → ')}`,
    {
      hint: 'Check that the kernel source is the one you meant.',
      details: { path, stack: [...stack] },
    },
  );
}
