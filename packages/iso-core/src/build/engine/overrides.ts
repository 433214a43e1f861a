// Options whose value is a path on the machine that the base was built on, and that the spec gives up.
import {
  PATH_OPTIONS,
  valueWithoutFile,
  type IsoSpec,
  type OptionRequirement,
} from '../../spec/index.js';

/** The spec's overrides as requirements: no file, or no such option in this kernel. */
export function overrideRequirements({ kernel }: Pick<IsoSpec, 'kernel'>): OptionRequirement[] {
  return PATH_OPTIONS.filter((option) => kernel.override[option] === null).map((option) => ({
    kind: 'option',
    option,
    values: [valueWithoutFile(option), 'n'],
    reason: 'The file that the base names is on the machine that the base was built on.',
    origins: [`kernel.override.${option}`],
  }));
}
