// The smallest edit of a config with which requirements can hold.
import {
  optionsOf,
  wishesOf,
  type ConfigValue,
  type OptionWish,
  type Requirement,
} from '../../spec/index.js';
import type { KernelConfig } from '../config/index.js';
import { evaluate, letterOf, predict, type KconfigTree, type Level } from '../kconfig/index.js';
import { fulfils } from './evaluate.js';
import { isFulfilled } from './explain.js';
import { possibleValues } from './option-values.js';

/**
 * What to set in `base` so that the tree's olddefconfig can fulfil `requirements`: nothing for those
 * that hold already; `m` rather than `y` where both will do; for a symbol without a prompt, something
 * that selects it. Dependencies are not turned on: a requirement that lacks one is told so by the gate.
 *
 * @param base complete, as olddefconfig writes it
 * @param tree without it, types and prompts are unknown: `y` is chosen over `m`
 */
export function editsFor(
  requirements: readonly Requirement[],
  base: KernelConfig,
  tree?: KconfigTree,
): Map<string, ConfigValue> {
  const editor = new Editor(base, tree);
  const single = requirements.filter(({ kind }) => kind === 'option');
  const alternatives = requirements.filter(({ kind }) => kind === 'anyOf');
  for (const requirement of single) editor.ask(requirement);
  for (const requirement of alternatives) editor.ask(requirement);
  editor.selectPromptless(requirements);
  return editor.edits;
}

class Editor {
  readonly edits = new Map<string, ConfigValue>();
  readonly #base: KernelConfig;
  readonly #tree: KconfigTree | undefined;
  readonly #promptless: OptionWish[] = [];

  constructor(base: KernelConfig, tree: KconfigTree | undefined) {
    this.#base = base;
    this.#tree = tree;
  }

  ask(requirement: Requirement): void {
    // What the kernel does not know is no way to fulfil anything, not even as `n`.
    const wishes = wishesOf(requirement).filter(
      ({ option }) => this.#tree === undefined || this.#tree.symbol(option) !== undefined,
    );
    const [wish] = wishes;
    if (wish === undefined || wishes.some((known) => fulfils(known, this.#valueOf(known.option)))) {
      return;
    }
    const { option } = wish;
    if (this.#tree === undefined) {
      const value = wish.values.includes('y') ? 'y' : wish.values[0];
      if (value !== undefined) this.edits.set(option, value);
    } else if (this.#tree.hasPrompt(option)) {
      const value = this.#valueFor(wish, this.#tree);
      if (value !== undefined) this.edits.set(option, value);
    } else this.#promptless.push(wish);
  }

  #valueOf(option: string): ConfigValue {
    return this.edits.get(option) ?? this.#base.get(option);
  }

  /** For each symbol without a prompt that would not follow from the edits, one that selects it. */
  selectPromptless(requirements: readonly Requirement[]): void {
    const tree = this.#tree;
    if (tree === undefined) return;
    const asked = new Set(optionsOf(requirements));
    for (const wish of this.#promptless) {
      if (this.#holdsWith(wish, tree)) continue;
      const candidates = [...new Set(tree.selectors(wish.option).map(({ symbol }) => symbol))]
        .filter((name) => tree.hasPrompt(name))
        .sort((one, other) => Number(asked.has(other)) - Number(asked.has(one)));
      for (const candidate of candidates) {
        const found = this.#levelsOf(candidate, tree).find((level) =>
          this.#holdsWith(wish, tree, [candidate, letterOf(level)]),
        );
        if (found === undefined) continue;
        this.edits.set(candidate, letterOf(found));
        break;
      }
    }
  }

  #valueFor(wish: OptionWish, tree: KconfigTree): ConfigValue | undefined {
    const symbol = tree.symbol(wish.option);
    if (symbol === undefined) return undefined;
    const values = possibleValues(symbol, wish);
    const isModular = this.#base.get('MODULES') === 'y' && symbol.choice === undefined;
    return values.find((value) => value !== 'm' || isModular) ?? values[0];
  }

  /** What a selector can be set to besides what it is, the lowest first. */
  #levelsOf(name: string, tree: KconfigTree): Level[] {
    const now = this.#valueOf(name);
    if (now === 'y') return [];
    const isModular = tree.symbol(name)?.type === 'tristate' && now !== 'm';
    return isModular ? [1, 2] : [2];
  }

  #holdsWith(wish: OptionWish, tree: KconfigTree, edit?: readonly [string, ConfigValue]): boolean {
    const edits = new Map(edit === undefined ? this.edits : [...this.edits, edit]);
    const predicted = predict(tree, this.#base.with(edits), this.#base);
    if (!isFulfilled(predicted, wish)) return false;
    if (edit === undefined) return true;
    // A selector is only worth asking for where its own dependencies hold.
    const [name, value] = edit;
    const symbol = tree.symbol(name);
    const isAsked = symbol?.prompts.some(
      ({ condition }) => evaluate(condition, predicted).high > 0,
    );
    return (
      isAsked === true &&
      fulfils({ option: name, values: [value] }, letterOf(predicted.level(name).low))
    );
  }
}
