// Which probes run: those whose options the requirements ask for.
import type { RequirementVerdict } from '../../inspect/index.js';
import { wishesOf, type OptionWish, type Requirement } from '../../spec/index.js';
import { DEFINITIONS, TIMEOUT_SECONDS, type ProbeDefinition } from './definitions.js';
import type { Probe } from './probe.js';
import { packageScript } from './scripts.js';

/** What probes compare the running kernel with. */
export interface ProbeFacts {
  /** Of the kernel's embedded config, unpacked. */
  readonly configSha256: string;
}

/**
 * The probes that the requirements call for, in the order in which they run: those whose first option is
 * required, and each further one as well unless the kernel has it anyway.
 */
export function probesFor(
  verdicts: readonly RequirementVerdict[],
  facts: ProbeFacts,
  isThere: (option: string) => boolean = () => false,
): Probe[] {
  const required = requiredOptions(verdicts);
  const canBeUsed = (option: string) => required.has(option) || isThere(option);
  return DEFINITIONS.filter(
    ({ options: [subject = '', ...others], anyOf }) =>
      required.has(subject) &&
      others.every(canBeUsed) &&
      (anyOf === undefined || anyOf.some((option) => required.has(option))),
  ).map((definition) => probeOf(definition, facts));
}

/** Every probe of this package, whatever is required. */
export function allProbes(facts: ProbeFacts): Probe[] {
  return DEFINITIONS.map((definition) => probeOf(definition, facts));
}

/** The probes that exercise an option of a requirement. */
export function probesExercising(probes: readonly Probe[], requirement: Requirement): Probe[] {
  const wished = wishesOf(requirement).map(({ option }) => option);
  return probes.filter((probe) => exercisedOptions(probe).some((each) => wished.includes(each)));
}

/** The options that a probe exercises, its own first. */
export function exercisedOptions({ options, anyOf = [], implied = [] }: Probe): string[] {
  return [...options, ...anyOf, ...implied];
}

function probeOf(definition: ProbeDefinition, facts: ProbeFacts): Probe {
  return {
    ...definition,
    script: packageScript(`${definition.name}.sh`),
    values: definition.name === 'config-gz' ? { sha256: facts.configSha256 } : {},
    timeoutSeconds: TIMEOUT_SECONDS,
  };
}

/**
 * Of alternatives, those that hold are what the requirement stands on: a probe of another one would
 * fail though nothing is wrong. When none holds, each is as good.
 */
function requiredOptions(verdicts: readonly RequirementVerdict[]): ReadonlySet<string> {
  const required = verdicts
    .filter(({ status }) => status !== 'not applicable')
    .flatMap(({ requirement, status, actual }) => {
      const there = new Set(
        actual.filter((each) => each.status !== 'fails').map(({ option }) => option),
      );
      const wishes = wishesOf(requirement).filter(asksForIt);
      return status === 'fails' ? wishes : wishes.filter(({ option }) => there.has(option));
    });
  return new Set(required.map(({ option }) => option));
}

/** A requirement can also be that an option is off. */
function asksForIt({ values }: OptionWish): boolean {
  return values.some((value) => value === 'y' || value === 'm');
}
