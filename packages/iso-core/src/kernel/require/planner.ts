// Finds the cheapest way to make a symbol what it should be: through its prompt, what selects it, or
// what its defaults depend on. What it finds is a proposal; a prediction tells whether it is enough.
import { quoteString } from '../config/index.js';
import type { ConfigValue } from '../../spec/index.js';
import * as kconfig from '../kconfig/index.js';
import type { Expression, KconfigSymbol, Level, Operand, Valuation } from '../kconfig/index.js';
import { because, blocked, cheapest, setting, THERE, together, type Path } from './path.js';

const { evaluate, formatExpression, letterOf, levelOf, opposite } = kconfig;

/** Steps of one search; a way that takes more to find is none that could be explained. */
const MAX_STEPS = 20_000;
/** How long a chain of dependencies is followed; real ones are some twenty long. */
const MAX_CHAIN = 300;
/** How many that select a symbol are tried. */
const MAX_SELECTORS = 60;

export class Planner {
  readonly #valuation: Valuation;
  /** Ways that are being looked for, which none of them may need. */
  readonly #open = new Set<string>();
  readonly #found = new Map<string, Path>();
  /** Symbols whose being looked for has cut a way short; what was found meanwhile is not final. */
  #cuts = 0;
  #steps = 0;

  constructor(valuation: Valuation) {
    this.#valuation = valuation;
  }

  /** Makes a bool, tristate or choice at least `level`. */
  raise(name: string, level: Level): Path {
    if (this.#valuation.level(name).low >= level) return THERE;
    return this.#once(`${name} up ${level}`, () => {
      const { tree } = this.#valuation;
      const choice = tree.choice(name);
      if (choice !== undefined)
        return this.#any(
          choice.prompts.map((one) => one.condition),
          level,
        );
      const symbol = tree.symbol(name);
      const found = letterOf(this.#valuation.level(name).low);
      if (symbol === undefined) {
        const note = `this kernel does not know it for ${tree.sourceArch}`;
        return blocked([{ what: name, wanted: 'y', found, note, because: [] }]);
      }
      const isBool = symbol.type === 'bool' || this.#valuation.level('MODULES').high === 0;
      const wanted = letterOf(isBool || symbol.choice !== undefined ? 2 : level);
      const need = { what: name, wanted, found };
      // What would make a module of it makes a bool y.
      const least = isBool ? 1 : level;
      const asked = this.#ask(symbol, wanted, least);
      if (asked.isPossible) return because({ ...need, ...this.#choiceNote(symbol) }, asked);
      const { path, note } = this.#withoutAsking(symbol, least);
      if (path.isPossible) return because({ ...need, note }, path);
      if (symbol.prompts.length > 0) return because(need, asked);
      return because({ ...need, note: this.#selectorsNote(name) }, path);
    });
  }

  /** Makes a bool or tristate at most `level`. */
  lower(name: string, most: Level): Path {
    const level = this.#isBool(name) && most === 1 ? 0 : most;
    const found = this.#valuation.level(name).high;
    if (found <= level) return THERE;
    return this.#once(`${name} down ${level}`, () => {
      const symbol = this.#valuation.tree.symbol(name);
      const need = { what: name, wanted: letterOf(level), found: letterOf(found) };
      if (symbol === undefined) return blocked([{ ...need, because: [] }]);
      const selectors = this.#activeSelectors(name, level);
      const freed = together(
        selectors.map(({ symbol: by, condition }) =>
          cheapest([this.lower(by, level), this.restrain(condition, level)]),
        ),
      );
      const names = selectors.map((selector) => selector.symbol).join(', ');
      const note = names === '' ? {} : { note: `selected by ${names}` };
      const own = this.#isAsked(symbol)
        ? this.#choose(symbol, level)
        : this.#restrainDefaults(symbol, level);
      const path = together([freed, own]);
      const isStuck = !path.isPossible && path.needs.length === 0 && names === '';
      const why = isStuck ? { note: 'nobody is asked for it' } : note;
      return because({ ...need, ...why }, path);
    });
  }

  /** Whether a symbol can be no module. */
  #isBool(name: string): boolean {
    const { tree } = this.#valuation;
    return tree.symbol(name)?.type === 'bool' || this.#valuation.level('MODULES').high === 0;
  }

  /** Makes an expression at least `level`. */
  satisfy(expression: Expression, level: Level): Path {
    if (evaluate(expression, this.#valuation).low >= level) return THERE;
    switch (expression.kind) {
      case 'symbol':
        return this.raise(expression.name, level);
      case 'and':
        return together(expression.operands.map((operand) => this.satisfy(operand, level)));
      case 'or':
        return this.#any(expression.operands, level);
      case 'not':
        return this.restrain(expression.operand, opposite(level));
      case 'compare':
        return this.#compare(expression);
      case 'unknown':
        return this.#unanswered(expression.source);
      case 'level':
      case 'text':
        return blocked([]);
    }
  }

  /** Makes an expression at most `level`. */
  restrain(expression: Expression, level: Level): Path {
    if (evaluate(expression, this.#valuation).high <= level) return THERE;
    switch (expression.kind) {
      case 'symbol':
        return this.lower(expression.name, level);
      case 'and':
        return cheapest(expression.operands.map((operand) => this.restrain(operand, level)));
      case 'or':
        return together(expression.operands.map((operand) => this.restrain(operand, level)));
      case 'not':
        return this.satisfy(expression.operand, opposite(level));
      case 'compare':
        return this.#compare({ ...expression, operator: OPPOSITE[expression.operator] });
      case 'unknown':
        return this.#unanswered(expression.source);
      case 'level':
      case 'text':
        return blocked([]);
    }
  }

  /** Makes a number or text a value, given as a config has it. */
  assign(name: string, value: ConfigValue): Path {
    const symbol = this.#valuation.tree.symbol(name);
    const found = this.#valuation.text(name);
    const need = {
      what: name,
      wanted: value,
      found: found === '' ? 'empty' : (found ?? 'unknown'),
    };
    if (symbol === undefined || symbol.prompts.length === 0) {
      return blocked([{ ...need, note: 'nobody is asked for it', because: [] }]);
    }
    return because(need, this.#ask(symbol, value, 1));
  }

  #ask(symbol: KconfigSymbol, value: ConfigValue, level: Level): Path {
    return cheapest(
      symbol.prompts.map(({ condition }) =>
        together([this.satisfy(condition, level), setting(symbol.name, value)]),
      ),
    );
  }

  /** Through what selects or implies it, or what its defaults depend on. */
  #withoutAsking(symbol: KconfigSymbol, level: Level): { path: Path; note: string } {
    const { tree } = this.#valuation;
    let best = { path: blocked([]), note: '' };
    const consider = (path: Path, note: string): void => {
      if (path.cost < best.path.cost || (best.note === '' && !path.isPossible))
        best = { path, note };
    };
    for (const { value, condition } of symbol.defaults) {
      const path = together([this.satisfy(condition, level), this.satisfy(value, level)]);
      consider(path, 'it follows its default');
    }
    if (symbol.choice !== undefined) return best;
    const dependsOn = this.satisfy(symbol.dependsOn, level);
    const own = dependsOn.isPossible ? dependsOn : THERE;
    const selectors = [...tree.selectors(symbol.name), ...tree.impliers(symbol.name)];
    // Those that are on already, or can be asked for, come first.
    const rank = (by: string): number =>
      this.#valuation.level(by).high > 0 ? 0 : tree.hasPrompt(by) ? 1 : 2;
    selectors.sort((one, other) => rank(one.symbol) - rank(other.symbol));
    for (const { symbol: by, condition } of selectors.slice(0, MAX_SELECTORS)) {
      if (best.path.cost <= 1) break;
      const path = together([this.raise(by, level), this.satisfy(condition, level), own]);
      consider(path, `${by} selects it`);
    }
    return best;
  }

  #restrainDefaults(symbol: KconfigSymbol, level: Level): Path {
    return together(
      symbol.defaults.map(({ value, condition }) =>
        cheapest([this.restrain(value, level), this.restrain(condition, level)]),
      ),
    );
  }

  /** Sets a symbol that users are asked for; of a choice, another member takes its place. */
  #choose(symbol: KconfigSymbol, level: Level): Path {
    if (symbol.choice === undefined) return setting(symbol.name, letterOf(level));
    const members = this.#valuation.tree.choice(symbol.choice)?.members ?? [];
    const other = members.find((name) => {
      const member = this.#valuation.tree.symbol(name);
      return name !== symbol.name && member !== undefined && this.#isAsked(member);
    });
    return other === undefined ? blocked([]) : setting(other, 'y');
  }

  #compare(expression: Expression & { kind: 'compare' }): Path {
    const { operator, left, right } = expression;
    const [symbol, other] = left.kind === 'symbol' ? [left, right] : [right, left];
    const known = symbol.kind === 'symbol' ? this.#valuation.tree.symbol(symbol.name) : undefined;
    if (symbol.kind !== 'symbol') return blocked([this.#unmet(expression)]);
    const text = this.#textOf(other);
    if (text === undefined || known === undefined) return blocked([this.#unmet(expression)]);
    if (known.type === 'bool' || known.type === 'tristate') {
      const level = levelOf(text);
      const now = this.#valuation.level(symbol.name);
      if (level === undefined) return blocked([this.#unmet(expression)]);
      if (operator === '=') {
        return now.low < level ? this.raise(symbol.name, level) : this.lower(symbol.name, level);
      }
      if (operator === '!=' && level === 0) return this.raise(symbol.name, 1);
      if (operator === '!=') return this.lower(symbol.name, level === 2 ? 1 : 0);
      return blocked([this.#unmet(expression)]);
    }
    const value = valueFor(operator, text, known);
    // Who cannot be asked is as the tools or other symbols make it.
    if (value === undefined || known.prompts.length === 0 || symbol !== left) {
      return blocked([this.#unmet(expression)]);
    }
    return this.assign(symbol.name, value);
  }

  #textOf(operand: Operand): string | undefined {
    return kconfig.textOf(operand, this.#valuation);
  }

  #any(expressions: readonly Expression[], level: Level): Path {
    return cheapest(expressions.map((expression) => this.satisfy(expression, level)));
  }

  /** Only a command knows; the way goes on as if it said what is needed. */
  #unanswered(source: string): Path {
    const note = 'the answer of a command about the compiler and its tools';
    return {
      ...THERE,
      needs: [{ what: source, wanted: 'y', found: 'unknown', note, because: [] }],
    };
  }

  #unmet(expression: Expression): Path['needs'][number] {
    const found = [...kconfig.operandsOf(expression)].flatMap((operand) => {
      if (operand.kind !== 'symbol') return [];
      if (this.#valuation.tree.symbol(operand.name) === undefined) return [];
      const text = this.#textOf(operand) ?? 'unknown';
      return [`${operand.name} is ${text === '' ? 'empty' : text}`];
    });
    const what = formatExpression(expression);
    return { what, wanted: 'true', found: found.join(', '), because: [] };
  }

  #isAsked(symbol: KconfigSymbol): boolean {
    return symbol.prompts.some(({ condition }) => evaluate(condition, this.#valuation).high > 0);
  }

  #activeSelectors(name: string, above: Level): kconfig.Selector[] {
    return this.#valuation.tree.selectors(name).filter(({ symbol, condition }) => {
      const level = kconfig.both(
        this.#valuation.level(symbol),
        evaluate(condition, this.#valuation),
      );
      return level.high > above;
    });
  }

  #choiceNote({ choice, name }: KconfigSymbol): { note?: string } {
    const found = choice === undefined ? undefined : this.#valuation.tree.choice(choice);
    const chosen = found?.members.find((member) => this.#valuation.level(member).low === 2);
    if (found === undefined || chosen === undefined || chosen === name) return {};
    const question = found.prompts[0]?.text ?? choice;
    return { note: `of "${question}" only one can be y, and ${chosen} is` };
  }

  #selectorsNote(name: string): string {
    const names = this.#valuation.tree.selectors(name).map(({ symbol }) => symbol);
    if (names.length === 0) {
      const hasDefault = (this.#valuation.tree.symbol(name)?.defaults.length ?? 0) > 0;
      return hasDefault ? 'it follows its default' : 'it has no prompt and nothing selects it';
    }
    const shown = names.slice(0, 5).join(', ');
    return `it has no prompt; ${shown}${names.length > 5 ? ' and others' : ''} would select it`;
  }

  /** A way that is looked for once; a way that would need itself is none. */
  #once(key: string, find: () => Path): Path {
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    this.#steps += 1;
    const isTooFar = this.#open.size > MAX_CHAIN || this.#steps > MAX_STEPS;
    if (this.#open.has(key) || isTooFar) {
      this.#cuts += 1;
      return blocked([]);
    }
    const cutsBefore = this.#cuts;
    this.#open.add(key);
    const path = find();
    this.#open.delete(key);
    if (this.#cuts === cutsBefore || path.isPossible) this.#found.set(key, path);
    return path;
  }
}

const OPPOSITE = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const;

/** The value nearest to `text` that compares with it as wanted; `undefined` when that is many. */
function valueFor(
  operator: keyof typeof OPPOSITE,
  text: string,
  { type }: KconfigSymbol,
): ConfigValue | undefined {
  if (type === 'string') return operator === '=' ? quoteString(text) : undefined;
  const number = kconfig.numberOf(text, type);
  if (number === undefined || operator === '!=') return undefined;
  const nearest = operator === '>' ? number + 1n : operator === '<' ? number - 1n : number;
  return type === 'hex' ? `0x${nearest.toString(16)}` : nearest.toString();
}
