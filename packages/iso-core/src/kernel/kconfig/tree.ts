// The symbols that a kernel source tree knows for one architecture, with who selects whom.
import { kconfigRulesOf, type KconfigRules } from './rules.js';
import type { Expression } from './expression.js';
import { KconfigFiles } from './files.js';
import type { KconfigEnvironment } from './macros.js';
import { parseKconfig, type ParsedKconfig } from './parse.js';
import type { KconfigChoice, KconfigProblem, KconfigSymbol } from './symbol.js';

/** Someone who selects or implies a symbol. */
export interface Selector {
  readonly symbol: string;
  /** When it does, besides being on itself; its own dependencies included. */
  readonly condition: Expression;
}

export interface KconfigTree {
  /** The kernel's name for the architecture's folder under `arch/`: `x86`. */
  readonly sourceArch: string;
  readonly rules: KconfigRules;
  symbol(name: string): KconfigSymbol | undefined;
  /** A choice by the name that its members have in `choice`. */
  choice(name: string): KconfigChoice | undefined;
  /** Every symbol, in the order of the Kconfig files. */
  names(): readonly string[];
  /** Whether users can be asked for a symbol at all; its prompt may be hidden. */
  hasPrompt(name: string): boolean;
  selectors(name: string): readonly Selector[];
  impliers(name: string): readonly Selector[];
  /** The value of an environment variable that old kernels take a symbol from. */
  environment(variable: string): string | undefined;
  /** Statements that could not be read. A released kernel has none. */
  readonly problems: readonly KconfigProblem[];
  /** The Kconfig files read, relative to the tree. */
  readonly files: readonly string[];
}

/**
 * Reads the Kconfig files of a kernel source tree. Commands in them are not run: what they would
 * answer is unknown to expressions.
 *
 * @param arch what make is given as `ARCH=`: `x86_64`, `arm64`
 * @param environment variables that the kernel's Makefile exports, as far as they are known
 * @throws IsoError `KCONFIG_UNREADABLE`, `KCONFIG_OUTSIDE_TREE`, `KCONFIG_LOOP`, `KCONFIG_TOO_LARGE`
 */
export async function readKconfigTree(
  sourceFolder: string,
  arch: string,
  environment: KconfigEnvironment = {},
): Promise<KconfigTree> {
  const sourceArch = environment['SRCARCH'] ?? sourceArchOf(arch);
  const variables = { ARCH: arch, SRCARCH: sourceArch, srctree: '.', ...environment };
  const files = new KconfigFiles(sourceFolder);
  const rules = await kconfigRulesOf(files);
  const parsed = await parseKconfig(files, 'Kconfig', variables, rules);
  return new ParsedTree(sourceArch, rules, variables, parsed);
}

/** The kernel's Makefile maps some names of `ARCH` to one folder. */
function sourceArchOf(arch: string): string {
  return arch === 'x86_64' || arch === 'i386' ? 'x86' : arch;
}

class ParsedTree implements KconfigTree {
  readonly sourceArch: string;
  readonly rules: KconfigRules;
  readonly problems: readonly KconfigProblem[];
  readonly files: readonly string[];
  readonly #variables: KconfigEnvironment;
  readonly #parsed: ParsedKconfig;
  readonly #names: readonly string[];
  readonly #selectors = new Map<string, Selector[]>();
  readonly #impliers = new Map<string, Selector[]>();

  constructor(
    sourceArch: string,
    rules: KconfigRules,
    variables: KconfigEnvironment,
    parsed: ParsedKconfig,
  ) {
    this.sourceArch = sourceArch;
    this.rules = rules;
    this.problems = parsed.problems;
    this.files = parsed.files;
    this.#variables = variables;
    this.#parsed = parsed;
    this.#names = [...parsed.symbols.keys()];
    for (const symbol of parsed.symbols.values()) {
      index(this.#selectors, symbol.name, symbol.selects);
      index(this.#impliers, symbol.name, symbol.implies);
    }
  }

  symbol(name: string): KconfigSymbol | undefined {
    return this.#parsed.symbols.get(name);
  }

  choice(name: string): KconfigChoice | undefined {
    return this.#parsed.choices.get(name);
  }

  names(): readonly string[] {
    return this.#names;
  }

  hasPrompt(name: string): boolean {
    return (this.symbol(name)?.prompts.length ?? 0) > 0;
  }

  selectors(name: string): readonly Selector[] {
    return this.#selectors.get(name) ?? [];
  }

  impliers(name: string): readonly Selector[] {
    return this.#impliers.get(name) ?? [];
  }

  environment(variable: string): string | undefined {
    return Object.hasOwn(this.#variables, variable) ? this.#variables[variable] : undefined;
  }
}

function index(
  into: Map<string, Selector[]>,
  by: string,
  selects: ReadonlyArray<{ symbol: string; condition: Expression }>,
): void {
  for (const { symbol, condition } of selects) {
    const selector: Selector = { symbol: by, condition };
    const present = into.get(symbol);
    if (present === undefined) into.set(symbol, [selector]);
    else present.push(selector);
  }
}
