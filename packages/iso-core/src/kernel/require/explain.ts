// Why Kconfig did not give a requirement what it wants, and which options to add so that it does.
import { suggestNearest } from '../../runtime/index.js';
import { wishesOf, type ConfigValue, type OptionWish, type Requirement } from '../../spec/index.js';
import { quoteString, type KernelConfig } from '../config/index.js';
import {
  evaluate,
  letterOf,
  levelOf,
  numberOf,
  predict,
  textOf,
  valuesOf,
} from '../kconfig/index.js';
import type { KconfigTree, Valuation } from '../kconfig/index.js';
import { fulfils } from './evaluate.js';
import { misfit, possibleValues } from './option-values.js';
import { formatAddition, formatExplanation } from './explain-text.js';
import { blocked, together, type Need, type Path } from './path.js';
import { Planner } from './planner.js';

/** Of one option of a requirement. */
export interface OptionExplanation {
  readonly option: string;
  readonly wanted: readonly ConfigValue[];
  readonly found: ConfigValue;
  /** What cannot be helped: the kernel does not know the option, or it cannot be what is wanted. */
  readonly objection?: string;
  /** What it needs that is not so. */
  readonly needs: readonly Need[];
  /** What to require besides it and what is asked for already, each after what it depends on. */
  readonly add: ReadonlyMap<string, ConfigValue>;
  /** The same, by name, as a spec's `kernel.require` writes each. */
  readonly additions: ReadonlyMap<string, string>;
  /** Whether, by Kconfig's rules, the option holds once these are added. */
  readonly isEnough: boolean;
}

export interface Explanation {
  /** One for each option of the requirement. */
  readonly options: readonly OptionExplanation[];
  /** For people: a line for each option, indented ones under it; without a line end at its end. */
  readonly text: string;
}

/** How often what was added is looked at again for what it needs in turn. */
const MAX_ROUNDS = 6;

/**
 * Explains a requirement that does not hold.
 *
 * @param config what the tree's olddefconfig made of the edited config, complete
 * @param asked what others ask for too, and may not have got yet: it need not be added
 */
export function explain(
  tree: KconfigTree,
  config: KernelConfig,
  requirement: Requirement,
  asked: ReadonlyMap<string, ConfigValue> = new Map(),
): Explanation {
  const options = wishesOf(requirement).map((wish) => explainWish(tree, config, wish, asked));
  const texts = options.map(formatExplanation);
  return { options, text: texts.join('\nor ') };
}

function explainWish(
  tree: KconfigTree,
  config: KernelConfig,
  wish: OptionWish,
  asked: ReadonlyMap<string, ConfigValue>,
): OptionExplanation {
  const basis = { option: wish.option, wanted: wish.values, found: config.get(wish.option) };
  const symbol = tree.symbol(wish.option);
  const objection = symbol === undefined ? unknownTo(tree, wish.option) : misfit(symbol, wish);
  if (symbol === undefined || objection !== undefined) {
    const told = objection === undefined ? {} : { objection };
    return { ...basis, ...told, ...NO_WAY, additions: new Map() };
  }
  const values = possibleValues(symbol, wish);
  // Without modules, m means y to Kconfig; to ask for it by itself is to ask for modules first.
  const isModular = config.get('MODULES') === 'y' || !values.includes('y');
  const attempts = values
    .filter((value) => value !== 'm' || isModular)
    .map((value) => attempt(tree, config, wish, value, asked));
  const best =
    attempts.find(({ isEnough }) => isEnough) ??
    attempts.find(({ add }) => add.size > 0) ??
    attempts[0];
  const { needs, add, isEnough } = best ?? NO_WAY;
  // Where there are no modules, a bare name can only mean y.
  const isTristate = (name: string): boolean =>
    config.get('MODULES') === 'y' && tree.symbol(name)?.type === 'tristate';
  const additions = new Map(
    [...add].map(([name, wanted]) => [name, formatAddition(name, wanted, isTristate(name))]),
  );
  return { ...basis, needs, add, additions, isEnough };
}

type Attempt = Pick<OptionExplanation, 'needs' | 'add' | 'isEnough'>;

const NO_WAY: Attempt = { needs: [], add: new Map(), isEnough: false };

/** Looks for what makes the option `value`, and checks it by predicting the config that follows. */
function attempt(
  tree: KconfigTree,
  config: KernelConfig,
  wish: OptionWish,
  value: ConfigValue,
  asked: ReadonlyMap<string, ConfigValue>,
): Attempt {
  const own = new Map(asked);
  if (tree.hasPrompt(wish.option)) own.set(wish.option, value);
  const add = new Map<string, ConfigValue>();
  const holdsWith = (edits: ReadonlyMap<string, ConfigValue>): boolean =>
    isFulfilled(predict(tree, config.with(new Map([...edits, ...own])), config), wish);
  let valuation = valuesOf(tree, config);
  let needs: readonly Need[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const path = pathTo(valuation, wish.option, value);
    if (round === 0) needs = path.needs;
    else if (path.needs.length > 0 && needs.length < 8) needs = [...needs, ...path.needs];
    const before = add.size;
    for (const [symbol, wanted] of path.edits) {
      if (symbol !== wish.option) add.set(symbol, wanted);
    }
    if (holdsWith(add)) {
      return { needs: inner(needs, wish), add: least(add, holdsWith), isEnough: true };
    }
    if (!path.isPossible || (round > 0 && add.size === before)) break;
    valuation = predict(tree, config.with(new Map([...add, ...own])), config);
  }
  const told = [...inner(needs, wish), ...beyondRange(valuation, wish, value)];
  return { needs: told, add, isEnough: false };
}

/** Leaves out what is not needed after all. */
function least(
  add: ReadonlyMap<string, ConfigValue>,
  holdsWith: (edits: ReadonlyMap<string, ConfigValue>) => boolean,
): ReadonlyMap<string, ConfigValue> {
  let kept = add;
  for (const symbol of [...add.keys()].reverse()) {
    const without = new Map([...kept].filter(([name]) => name !== symbol));
    if (holdsWith(without)) kept = without;
  }
  return kept;
}

/** The needs of the option itself, without the line that it is not what it should be. */
function inner(needs: readonly Need[], { option }: OptionWish): readonly Need[] {
  return needs.flatMap((need) => {
    if (need.what !== option) return [need];
    return need.note === undefined ? need.because : [need];
  });
}

function pathTo(valuation: Valuation, option: string, value: ConfigValue): Path {
  const planner = new Planner(valuation);
  const type = valuation.tree.symbol(option)?.type;
  if (type !== 'bool' && type !== 'tristate') return planner.assign(option, value);
  const level = levelOf(value);
  if (level === undefined) return blocked([]);
  if (level === 1) {
    return together([
      planner.raise('MODULES', 2),
      planner.raise(option, 1),
      planner.lower(option, 1),
    ]);
  }
  return level === 0 ? planner.lower(option, 0) : planner.raise(option, level);
}

/** That a number is outside the range that counts for its symbol. */
function beyondRange(valuation: Valuation, { option }: OptionWish, value: ConfigValue): Need[] {
  const symbol = valuation.tree.symbol(option);
  const number = symbol === undefined ? undefined : numberOf(value, symbol.type);
  const range = symbol?.ranges.find(({ condition }) => evaluate(condition, valuation).low > 0);
  if (symbol === undefined || number === undefined || range === undefined) return [];
  const [low, high] = [range.low, range.high].map((end) => {
    const text = end.kind === 'symbol' || end.kind === 'text' ? textOf(end, valuation) : undefined;
    return text === undefined ? undefined : { text, number: numberOf(text, symbol.type) };
  });
  if (low?.number === undefined || high?.number === undefined) return [];
  if (low.number <= number && number <= high.number) return [];
  const note = `it can be ${low.text} to ${high.text}`;
  return [{ what: option, wanted: value, found: '', note, because: [] }];
}

/** Whether a predicted config has what a wish wants. */
export function isFulfilled(predicted: Valuation, { option, values }: OptionWish): boolean {
  const type = predicted.tree.symbol(option)?.type;
  if (type !== 'bool' && type !== 'tristate') {
    const text = predicted.text(option);
    const value = type === 'string' ? quoteString(text ?? '') : (text ?? '');
    return fulfils({ option, values }, value);
  }
  const { low, high } = predicted.level(option);
  return low === high && fulfils({ option, values }, letterOf(low));
}

function unknownTo(tree: KconfigTree, option: string): string {
  const nearest = suggestNearest(option.replace(/^CONFIG_/, ''), tree.names());
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `this kernel does not know it for ${tree.sourceArch}${hint}`;
}
