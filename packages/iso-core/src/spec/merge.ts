// Makes one requirement of several that speak of the same option, or of the same choice.
import type { Architecture } from '../runtime/index.js';
import { spanKernelRanges, type KernelRange } from './kernel-range.js';
import type { Requirement } from './requirement.js';

/** Each option and each choice once, where it first stood, with every reason and origin. */
export function mergeDuplicates(requirements: readonly Requirement[]): Requirement[] {
  const groups = new Map<string, [Requirement, ...Requirement[]]>();
  for (const requirement of requirements) {
    const identity = identityOf(requirement);
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, [requirement]);
    else group.push(requirement);
  }
  return [...groups.values()].map(mergeGroup);
}

function identityOf(requirement: Requirement): string {
  if (requirement.kind === 'option') return requirement.option;
  const wishes = requirement.alternatives.map(({ option, values }) =>
    JSON.stringify([option, [...values].sort()]),
  );
  return wishes.sort().join();
}

function mergeGroup(group: readonly [Requirement, ...Requirement[]]): Requirement {
  const [first] = group;
  const basis = {
    ...rangesOf(group),
    reason: [...new Set(group.map(({ reason }) => reason))].join(' '),
    origins: [...new Set(group.flatMap(({ origins }) => origins))],
  };
  if (first.kind === 'anyOf') return { kind: 'anyOf', alternatives: first.alternatives, ...basis };
  const values = first.values.filter((value) =>
    group.every((other) => other.kind === 'option' && other.values.includes(value)),
  );
  return { kind: 'option', option: first.option, values, ...basis };
}

/** The ranges that span all: a requirement of every kernel makes the whole one of every kernel. */
function rangesOf(group: readonly Requirement[]): Pick<Requirement, 'kernels' | 'kernelsOn'> {
  const kernels = span(group.map((requirement) => requirement.kernels));
  const architectures = new Set(
    group.flatMap(({ kernelsOn }) => Object.keys(kernelsOn ?? {}) as Architecture[]),
  );
  const kernelsOn: Partial<Record<Architecture, KernelRange>> = {};
  for (const architecture of architectures) {
    const ranges = group.map((one) => one.kernelsOn?.[architecture] ?? one.kernels);
    kernelsOn[architecture] = span(ranges) ?? {};
  }
  return {
    ...(kernels === undefined ? {} : { kernels }),
    ...(architectures.size === 0 ? {} : { kernelsOn }),
  };
}

function span(ranges: readonly (KernelRange | undefined)[]): KernelRange | undefined {
  return ranges.reduce(spanKernelRanges);
}
