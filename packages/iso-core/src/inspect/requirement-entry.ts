// A verdict on a requirement as manifests and reports write it down.
import { requirementName, wishesOf } from '../spec/index.js';
import type { Manifest } from './manifest.js';
import type { RequirementVerdict } from './verdict.js';

export function requirementEntry(verdict: RequirementVerdict): Manifest['requirements'][number] {
  const { requirement, status, actual } = verdict;
  const wishes = wishesOf(requirement);
  return {
    name: requirementName(requirement),
    reason: requirement.reason,
    origins: [...requirement.origins],
    status,
    options: actual.map(({ option, value, detail, module }, index) => ({
      option,
      wanted: [...(wishes[index]?.values ?? [])],
      actual: value,
      detail,
      ...(module === undefined ? {} : { module }),
    })),
  };
}
