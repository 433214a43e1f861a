// What the new config has taken from the base, and why.
import type { ConfigChange, KernelConfig } from '../config/index.js';
import { levelOf, type KconfigTree, type Valuation } from '../kconfig/index.js';
import { formatNeeds, Planner, simplifyNeeds, THERE, type Path } from '../require/index.js';
import { toolBehind } from './tools.js';

/** An option that the base had and the new config has not, or has less of. */
export interface LostOption extends ConfigChange {
  /** For people: a line, and indented ones under it that say why. */
  readonly text: string;
  /** The tool whose absence or version took it: `pahole`, `the compiler`. */
  readonly tool?: string;
}

/**
 * @param result what the tree makes of the new config, as `valuesOf` tells it
 * @param baseline the base run through the tree's olddefconfig without any edit
 */
export function explainLoss(
  change: ConfigChange,
  tree: KconfigTree,
  result: Valuation,
  baseline: KernelConfig | undefined,
): LostOption {
  const { symbol, before, after } = change;
  const head = `${symbol}: was ${before}, Kconfig made it ${after}`;
  if (tree.symbol(symbol) === undefined) {
    const why = 'this source does not know it: it is not the source of the base';
    return { ...change, text: `${head}\n    ${why}` };
  }
  const { needs } = pathBack(change, result);
  const inner = simplifyNeeds(
    needs.flatMap((need) =>
      need.what === symbol && need.note === undefined ? need.because : [need],
    ),
  );
  const lines = formatNeeds(inner, symbol);
  const tool = toolBehind(inner);
  if (tool !== undefined) lines.push(`    ${tool} decides it here: missing, too old or too new`);
  else if (baseline !== undefined && baseline.get(symbol) === after) {
    lines.push('    lost before any option was changed: source or tools differ from the base');
  }
  const text = [head, ...lines].join('\n');
  return tool === undefined ? { ...change, text } : { ...change, text, tool };
}

/** The way back to what it was. */
function pathBack({ symbol, before }: ConfigChange, result: Valuation): Path {
  const planner = new Planner(result);
  const type = result.tree.symbol(symbol)?.type;
  if (type !== 'bool' && type !== 'tristate') return planner.assign(symbol, before);
  const level = levelOf(before);
  return level === undefined ? THERE : planner.raise(symbol, level);
}
