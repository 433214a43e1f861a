// Predicts what olddefconfig makes of a config, by the rules of sym_calc_value in
// scripts/kconfig/symbol.c. The tree's own Kconfig has the last word: this is for explaining it and
// for finding out beforehand what is worth asking it.
import type { KernelConfig } from '../config/index.js';
import { emptyText, textIn } from './config-valuation.js';
import { evaluate, numberOf, textOf, type Valuation } from './evaluate.js';
import type { Expression } from './expression.js';
import { MAX_DEPENDENCY_DEPTH } from './limits.js';
import type { KconfigChoice, KconfigSymbol } from './symbol.js';
import type { KconfigTree, Selector } from './tree.js';
import * as truth from './truth.js';
import type { Level, Truth } from './truth.js';

const { both, either, exactly, hull, isKnown, levelOf, NO, YES } = truth;

/**
 * What each symbol becomes when `asked` is put through olddefconfig.
 *
 * @param known a config that olddefconfig wrote with the same tools: it settles what depends on
 *   running them
 */
export function predict(tree: KconfigTree, asked: KernelConfig, known: KernelConfig): Valuation {
  return new Prediction(tree, asked, known);
}

class Prediction implements Valuation {
  readonly tree: KconfigTree;
  readonly #asked: KernelConfig;
  readonly #known: KernelConfig;
  readonly #levels = new Map<string, Truth>();
  readonly #texts = new Map<string, string | undefined>();
  readonly #chosen = new Map<string, string | undefined>();
  #depth = 0;
  #areModulesOff: boolean | undefined;

  constructor(tree: KconfigTree, asked: KernelConfig, known: KernelConfig) {
    this.tree = tree;
    this.#asked = asked;
    this.#known = known;
  }

  level(name: string): Truth {
    const present = this.#levels.get(name);
    if (present !== undefined) return present;
    const symbol = this.tree.symbol(name);
    const choice = symbol === undefined ? this.tree.choice(name) : undefined;
    const type = (symbol ?? choice)?.type;
    if (type !== 'bool' && type !== 'tristate') return NO;
    if (this.#depth > MAX_DEPENDENCY_DEPTH) return this.#settled(name, truth.UNKNOWN);
    // As for Kconfig, a symbol is n to those it asks while it is being worked out.
    this.#levels.set(name, NO);
    this.#depth += 1;
    const level =
      symbol !== undefined
        ? this.#settled(name, this.#levelOfSymbol(symbol))
        : choice !== undefined
          ? this.#levelOfChoice(choice)
          : NO;
    this.#depth -= 1;
    this.#levels.set(name, level);
    return level;
  }

  text(name: string): string | undefined {
    if (this.#texts.has(name)) return this.#texts.get(name);
    const symbol = this.tree.symbol(name);
    if (symbol === undefined || this.#depth > MAX_DEPENDENCY_DEPTH) return undefined;
    this.#texts.set(name, '');
    this.#depth += 1;
    const text = this.#withinRange(symbol, this.#textOfSymbol(symbol));
    this.#depth -= 1;
    this.#texts.set(name, text);
    return text;
  }

  #levelOfSymbol(symbol: KconfigSymbol): Truth {
    const visible = this.#visibility(symbol);
    const isBool = symbol.type === 'bool' || this.#withoutModules();
    const hasOwnRules = this.tree.rules === 'since 6.11' || visible.high === 2;
    if (symbol.choice !== undefined && hasOwnRules) {
      if (visible.high === 0) return NO;
      const isChosen = this.#memberChosen(symbol.choice) === symbol.name;
      const chosen = exactly(isChosen ? 2 : 0);
      return visible.low === 2 ? chosen : hull(chosen, NO);
    }
    const boolified = (level: Truth): Truth => (isBool ? truth.withoutModule(level) : level);
    const asked = this.#askedLevel(symbol);
    let level: Truth;
    if (asked !== undefined && visible.high > 0) {
      // Where only a command could tell whether the user is asked, the user's word counts.
      level = both(exactly(asked), exactly(visible.high));
    } else {
      level = this.#withImplied(symbol, this.#defaultLevel(symbol), boolified);
    }
    // Nobody can select a member of a choice.
    if (symbol.choice !== undefined) return boolified(level);
    const selected = boolified(this.#selectedBy(this.tree.selectors(symbol.name)));
    return boolified(either(level, selected));
  }

  #withImplied(symbol: KconfigSymbol, level: Truth, boolified: (level: Truth) => Truth): Truth {
    const implied = boolified(this.#selectedBy(this.tree.impliers(symbol.name)));
    if (implied.high === 0) return level;
    const dependsOn = boolified(evaluate(symbol.dependsOn, this));
    const raised = both(either(level, implied), dependsOn);
    return implied.low > 0 ? raised : hull(level, raised);
  }

  #levelOfChoice(choice: KconfigChoice): Truth {
    const visible = this.#visibility(choice);
    const asked = choice.members.map((name) => {
      const member = this.tree.symbol(name);
      return (member === undefined ? undefined : this.#askedLevel(member)) ?? 0;
    });
    const highest = asked.reduce<Level>(truth.most, 0);
    const level = both(exactly(highest), exactly(visible.high));
    const least = choice.isOptional ? NO : both(exactly(visible.high), truth.MODULE);
    const result = either(level, least);
    const isBool = choice.type === 'bool' || this.#withoutModules();
    return isBool ? truth.withoutModule(result) : result;
  }

  /** The member of a choice that is y. */
  #memberChosen(name: string): string | undefined {
    if (this.#chosen.has(name)) return this.#chosen.get(name);
    const choice = this.tree.choice(name);
    const isOld = this.tree.rules === 'before 6.11';
    if (choice === undefined || (isOld && this.level(name).high < 2)) return undefined;
    this.#chosen.set(name, undefined);
    const visible = choice.members.filter((member) => {
      const symbol = this.tree.symbol(member);
      return symbol !== undefined && this.#visibility(symbol).high > 0;
    });
    const byDefault = this.#defaultMember(choice, visible) ?? visible[0];
    const chosen =
      this.#lastAsked(visible) ??
      (isOld ? byDefault : this.#leastRefused(visible, byDefault)) ??
      byDefault;
    this.#chosen.set(name, chosen);
    return chosen;
  }

  /** Of the members that are asked for as y the one that stands last in the config. */
  #lastAsked(members: readonly string[]): string | undefined {
    const wanted = members.filter((member) => this.#asked.get(member) === 'y');
    if (wanted.length < 2) return wanted[0];
    return this.#asked.symbols().findLast((symbol) => wanted.includes(symbol));
  }

  /** The default unless it is set to n; else one that is not, else the one refused first. */
  #leastRefused(members: readonly string[], byDefault: string | undefined): string | undefined {
    if (byDefault !== undefined && !this.#asked.has(byDefault)) return byDefault;
    const unasked = members.find((member) => !this.#asked.has(member));
    return unasked ?? this.#asked.symbols().find((symbol) => members.includes(symbol));
  }

  #defaultMember(choice: KconfigChoice, visible: readonly string[]): string | undefined {
    for (const { value, condition } of choice.defaults) {
      if (value.kind !== 'symbol' || !visible.includes(value.name)) continue;
      if (evaluate(condition, this).high > 0) return value.name;
    }
    return undefined;
  }

  #defaultLevel(symbol: KconfigSymbol): Truth {
    let found: Truth | undefined;
    for (const { value, condition } of symbol.defaults) {
      const holds = evaluate(condition, this);
      if (holds.high === 0) continue;
      const level = both(evaluate(value, this), holds);
      found = found === undefined ? level : hull(found, level);
      if (holds.low > 0) return found;
    }
    return found === undefined ? NO : hull(found, NO);
  }

  #visibility(symbol: KconfigSymbol): Truth {
    if (symbol.isTransitional === true) return YES;
    const visible = this.#any(symbol.prompts.map(({ condition }) => condition));
    const isModule = symbol.type === 'tristate' && !this.#withoutModules();
    return isModule ? visible : truth.withoutModule(visible);
  }

  #selectedBy(selectors: readonly Selector[]): Truth {
    let result = NO;
    for (const { symbol, condition } of selectors) {
      const by = this.level(symbol);
      if (by.high > 0) result = either(result, both(by, evaluate(condition, this)));
      if (result.low === 2) break;
    }
    return result;
  }

  #any(conditions: readonly Expression[]): Truth {
    return conditions.map((condition) => evaluate(condition, this)).reduce(either, NO);
  }

  #textOfSymbol(symbol: KconfigSymbol): string | undefined {
    if (symbol.environment !== undefined) return this.tree.environment(symbol.environment);
    if (this.#asked.has(symbol.name) && this.#visibility(symbol).high > 0) {
      return textIn(this.#asked, symbol.name);
    }
    for (const { value, condition } of symbol.defaults) {
      const holds = evaluate(condition, this);
      if (holds.high === 0) continue;
      const isOperand = value.kind === 'symbol' || value.kind === 'text' || value.kind === 'level';
      if (holds.low === 0 || !isOperand) return textIn(this.#known, symbol.name);
      return textOf(value, this) ?? textIn(this.#known, symbol.name);
    }
    return emptyText(symbol.type, this.tree);
  }

  /** `text`, or the end of the symbol's range that it is beyond. */
  #withinRange(symbol: KconfigSymbol, text: string | undefined): string | undefined {
    if (text === undefined || (symbol.type !== 'int' && symbol.type !== 'hex')) return text;
    const number = numberOf(text, symbol.type);
    for (const { low, high, condition } of symbol.ranges) {
      if (evaluate(condition, this).low === 0) continue;
      const isBeyond = (end: Expression, isOver: (end: bigint) => boolean): string | undefined => {
        if (end.kind !== 'symbol' && end.kind !== 'text') return undefined;
        const endText = textOf(end, this);
        const endNumber = endText === undefined ? undefined : numberOf(endText, symbol.type);
        return endNumber !== undefined && isOver(endNumber) ? endText : undefined;
      };
      return (
        isBeyond(low, (end) => (number ?? 0n) < end) ??
        isBeyond(high, (end) => (number ?? 0n) > end) ??
        text
      );
    }
    return text;
  }

  /** What the config asks for; a bool cannot be asked to be m. */
  #askedLevel({ name, type }: KconfigSymbol): Level | undefined {
    const level = this.#asked.has(name) ? levelOf(this.#asked.get(name)) : undefined;
    return level === 1 && type === 'bool' ? undefined : level;
  }

  /** A level that depends on commands is what it was when they were last run. */
  #settled(name: string, level: Truth): Truth {
    if (isKnown(level)) return level;
    const known = levelOf(this.#known.get(name)) ?? 0;
    return exactly(truth.most(level.low, truth.least(level.high, known)));
  }

  #withoutModules(): boolean {
    if (this.#areModulesOff === undefined) {
      this.#areModulesOff = false;
      this.#areModulesOff = this.level('MODULES').high === 0;
    }
    return this.#areModulesOff;
  }
}
