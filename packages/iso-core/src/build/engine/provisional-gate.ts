// Edits and gate.
import type { ConfigChange, KconfigTree, KernelConfig } from '../../kernel/index.js';
import { IsoError } from '../../runtime/index.js';
import {
  appliesTo,
  requirementName,
  wishesOf,
  type OptionWish,
  type Requirement,
} from '../../spec/index.js';
import type { Architecture } from '../../runtime/index.js';
import { compareConfigs } from '../../kernel/index.js';

export interface ExcusedChange extends ConfigChange {
  readonly why: string;
}

export interface GateResult {
  readonly unmet: readonly string[];
  readonly lost: readonly ConfigChange[];
  readonly excused: readonly ExcusedChange[];
  readonly changes: readonly ConfigChange[];
}

export function editsFor(
  requirements: readonly Requirement[],
  base: KernelConfig,
  tree: KconfigTree,
): Map<string, string> {
  const edits = new Map<string, string>();
  for (const requirement of requirements) {
    const wishes = wishesOf(requirement);
    if (wishes.some(({ option, values }) => values.includes(base.get(option)))) continue;
    const wish = wishes.find(({ option }) => tree.symbol(option) !== undefined) ?? wishes[0];
    if (wish !== undefined) edits.set(wish.option, valueFor(wish, tree));
  }
  return edits;
}

function valueFor({ option, values }: OptionWish, tree: KconfigTree): string {
  if (tree.symbol(option)?.type === 'tristate' && values.includes('m')) return 'm';
  return values.includes('y') ? 'y' : (values[0] ?? 'y');
}

export function gate(input: {
  base: KernelConfig;
  baseline: KernelConfig;
  result: KernelConfig;
  requirements: readonly Requirement[];
  tree: KconfigTree;
  kernelRelease: string;
  architecture: Architecture;
}): GateResult {
  const { base, result, requirements, tree } = input;
  const unmet = requirements
    .filter((r) => appliesTo(r, input.kernelRelease, input.architecture))
    .filter((r) => !wishesOf(r).some(({ option, values }) => values.includes(result.get(option))))
    .map(
      (r) =>
        `${requirementName(r)} is ${wishesOf(r)
          .map(({ option }) => result.get(option))
          .join(', ')}`,
    );
  const asked = new Set(requirements.flatMap((r) => wishesOf(r).map(({ option }) => option)));
  const changes: ConfigChange[] = [];
  const lost: ConfigChange[] = [];
  const excused: ExcusedChange[] = [];
  for (const change of compareConfigs(base, result)) {
    if (!tree.hasPrompt(change.symbol)) {
      if (/^(CC|GCC|CLANG|AS|LD|LLD|PAHOLE|RUSTC?|TOOLS|HAVE|ARCH)_/.test(change.symbol)) {
        excused.push({ ...change, why: 'the toolchain' });
        continue;
      }
    } else if (!asked.has(change.symbol) && isWeaker(change)) {
      lost.push(change);
      continue;
    }
    changes.push(change);
  }
  return { unmet, lost, excused, changes };
}

function isWeaker({ before, after }: ConfigChange): boolean {
  return before !== 'n' && !(before === 'm' && after === 'y');
}

export function assertGate({ unmet, lost }: GateResult): void {
  if (unmet.length > 0) {
    throw new IsoError('OPTIONS_NOT_MET', unmet.join('; '), { hint: 'x' });
  }
  if (lost.length > 0) {
    throw new IsoError(
      'OPTIONS_LOST',
      lost.map((c) => `${c.symbol}: ${c.before} → ${c.after}`).join('; '),
      { hint: 'x' },
    );
  }
}
