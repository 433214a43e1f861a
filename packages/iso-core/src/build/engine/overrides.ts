// Options whose value is a path on the machine that the base was built on, and what the spec puts there.
import { PATH_OPTIONS, type IsoSpec, type OptionRequirement } from '../../spec/index.js';

/** The spec's overrides as requirements: `null` is no file at all. */
export function overrideRequirements(spec: IsoSpec): OptionRequirement[] {
  return PATH_OPTIONS.flatMap((option) => {
    const path = spec.kernel.override[option];
    if (path === undefined) return [];
    return {
      kind: 'option',
      option,
      values: [path === null ? '""' : JSON.stringify(path)],
      reason: 'The spec replaces a path of the machine that the base was built on.',
      origins: [`kernel.override.${option}`],
    };
  });
}
