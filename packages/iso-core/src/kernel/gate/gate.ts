// The gate, both ways: what was asked for holds, and nothing else that the base had is lost.
import type { Architecture } from '../../runtime/index.js';
import { appliesTo, requirementName, wishesOf } from '../../spec/index.js';
import type { OptionWish, Requirement } from '../../spec/index.js';
import { compareConfigs, type ConfigChange, type KernelConfig } from '../config/index.js';
import {
  evaluate as evaluateExpression,
  valuesOf,
  type KconfigTree,
  type Valuation,
} from '../kconfig/index.js';
import { editsFor, explain, fulfils, type Explanation } from '../require/index.js';
import { explainLoss, type LostOption } from './loss.js';
import { isToolchainSymbol } from './tools.js';

export interface GateInput {
  readonly requirements: readonly Requirement[];
  /** The base ISO's own config. */
  readonly base: KernelConfig;
  /** The base's config after this tree's olddefconfig, without edits: it tells the edits' losses from others. */
  readonly baseline?: KernelConfig;
  /** What olddefconfig made of the base with the edits, complete. */
  readonly result: KernelConfig;
  readonly tree: KconfigTree;
  readonly kernelRelease: string;
  readonly architecture: Architecture;
  /** Texts that the build empties: what Kconfig asks for only where they name something goes with them. */
  readonly emptied?: readonly string[];
}

export interface UnmetRequirement {
  readonly requirement: Requirement;
  readonly name: string;
  readonly explanation: Explanation;
}

export interface ExcusedChange extends ConfigChange {
  /**
   * `toolchain`: it says what the build tools are or can. `promptless`: it follows other options, and
   * may well change what is built into the kernel.
   */
  readonly cause: 'toolchain' | 'promptless';
  /** For people and manifests. */
  readonly why: string;
}

export interface GateResult {
  readonly kernelRelease: string;
  readonly unmet: readonly UnmetRequirement[];
  readonly lost: readonly LostOption[];
  /** Differences that nobody can ask for otherwise, each with why. */
  readonly excused: readonly ExcusedChange[];
  /** All other differences: what was asked for, and what came with it. */
  readonly changes: readonly ConfigChange[];
}

/** Compares a finished config with what was asked for and with the base. Decides, throws nothing. */
export function gate(input: GateInput): GateResult {
  const { base, result, tree, baseline, kernelRelease } = input;
  const applicable = input.requirements.filter((requirement) =>
    appliesTo(requirement, kernelRelease, input.architecture),
  );
  const failing = applicable.filter((requirement) => !holdsIn(requirement, result, tree));
  // What they ask for together need not be added: it may only lack the same things.
  const together = editsFor(failing, result, tree);
  const unmet = failing.map((requirement) => ({
    requirement,
    name: requirementName(requirement),
    explanation: explain(tree, result, requirement, together),
  }));
  const asked = new Asked(applicable.flatMap(wishesOf), result, tree);
  const [baseValues, values] = [valuesOf(tree, base), valuesOf(tree, result)];
  const emptied = new Map(input.emptied?.map((name) => [name, base.get(name)]));
  const unemptied = valuesOf(tree, result.with(emptied));
  const lost: LostOption[] = [];
  const excused: ExcusedChange[] = [];
  const changes: ConfigChange[] = [];
  for (const change of compareConfigs(base, result)) {
    const cause = excuseFor(change, baseValues);
    const isFollowing = isHidden(change, values) && !isHidden(change, unemptied);
    const isFree = !isLoss(change) || asked.has(change) || isFollowing;
    if (cause === 'toolchain' || (cause === 'promptless' && !isFree)) {
      excused.push({ ...change, cause, why: EXCUSES[cause] });
    } else if (isFree) changes.push(change);
    else lost.push(explainLoss(change, tree, values, baseline));
  }
  return { kernelRelease, unmet, lost, excused, changes };
}

/** An option that the kernel does not know is off, and asking for just that is a mistake all the same. */
function holdsIn(requirement: Requirement, result: KernelConfig, tree: KconfigTree): boolean {
  return wishesOf(requirement).some((wish) => {
    const isMistaken =
      tree.symbol(wish.option) === undefined && wish.values.every((value) => value === 'n');
    return !isMistaken && fulfils(wish, result.get(wish.option));
  });
}

const EXCUSES = {
  toolchain: 'the build tools decide it',
  promptless: 'nobody is asked for it: it follows other options',
} as const;

function excuseFor(
  { symbol: name }: ConfigChange,
  base: Valuation,
): ExcusedChange['cause'] | undefined {
  if (isToolchainSymbol(name, base.tree)) return 'toolchain';
  const symbol = base.tree.symbol(name);
  if (symbol === undefined) return undefined;
  // A number or text that nobody could be asked for in the base was never anybody's choice.
  const isText = symbol.type !== 'bool' && symbol.type !== 'tristate';
  const isHidden = symbol.prompts.every(
    ({ condition }) => isText && evaluateExpression(condition, base).high === 0,
  );
  return isHidden ? 'promptless' : undefined;
}

/** Whether Kconfig asks nobody for the symbol, or for the choice that it is a member of. */
function isHidden({ symbol: name }: ConfigChange, values: Valuation): boolean {
  const { tree } = values;
  const symbol = tree.symbol(name);
  const asked = symbol?.choice === undefined ? symbol : tree.choice(symbol.choice);
  return (asked?.prompts ?? []).every(
    ({ condition }) => evaluateExpression(condition, values).high === 0,
  );
}

/** Whether the base had something that is gone, weaker or other now. */
function isLoss({ before, after }: ConfigChange): boolean {
  return before !== 'n' && !(before === 'm' && after === 'y');
}

/** What was asked for, by requirements that hold. */
class Asked {
  readonly #wishes: readonly OptionWish[];
  readonly #tree: KconfigTree;
  /** Choices of which a member was asked to be y, and is. */
  readonly #choices: ReadonlySet<string>;

  constructor(wishes: readonly OptionWish[], result: KernelConfig, tree: KconfigTree) {
    this.#wishes = wishes;
    this.#tree = tree;
    this.#choices = new Set(
      wishes
        .filter(({ option }) => result.get(option) === 'y')
        .flatMap(({ option }) => tree.symbol(option)?.choice ?? []),
    );
  }

  has({ symbol, before, after }: ConfigChange): boolean {
    // Who would take what the base has as well did not ask for less.
    const isWish = (wish: OptionWish) =>
      wish.option === symbol && fulfils(wish, after) && !fulfils(wish, before);
    if (this.#wishes.some(isWish)) return true;
    const choice = this.#tree.symbol(symbol)?.choice;
    return after === 'n' && choice !== undefined && this.#choices.has(choice);
  }
}
