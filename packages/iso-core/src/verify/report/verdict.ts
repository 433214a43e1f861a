// The verdict of a verification, and what kept it from being `passed`. Pure: it knows only the parts.
import type {
  BootReport,
  Check,
  ProbeReport,
  Shortcoming,
  Verdict,
  VerifyReport,
} from './report.js';

type RequirementReport = VerifyReport['requirements'][number];

/** What was looked at and measured, and what had to be. */
export interface VerdictParts {
  readonly depth: VerifyReport['depth'];
  readonly requirements: readonly RequirementReport[];
  readonly checks: readonly Check[];
  readonly boot?: BootReport | undefined;
  readonly probeBoot?: BootReport | undefined;
  readonly probes: readonly ProbeReport[];
  readonly required: {
    /** Whether it had to boot through its own boot loader. */
    readonly boot: boolean;
    /** Names of the probes that had to run; with any, the boot with the probes had to pass as well. */
    readonly probes: readonly string[];
  };
}

export interface VerdictWithShortcomings {
  readonly verdict: Verdict;
  /** Failures before what was not measured; empty exactly when the verdict is `passed`. */
  readonly shortcomings: Shortcoming[];
}

interface Weighed extends Shortcoming {
  readonly weight: 'failed' | 'incomplete';
}

/** How people call the two boots; their names in shortcomings are the keys of the report. */
export const BOOT_TITLES = {
  boot: 'Boot through its own boot loader',
  probeBoot: 'Boot with the probes',
} as const;
type BootName = keyof typeof BOOT_TITLES;

/**
 * `passed` only when every requirement holds or is not applicable, every check passed or is not
 * applicable, every boot and every probe that had to run passed, and anything was looked at at all. Any
 * failure makes it `failed`; without one, whatever was not measured makes it `incomplete`.
 */
export function verdictOf(parts: VerdictParts): VerdictWithShortcomings {
  const found = [
    ...parts.checks.flatMap(ofCheck),
    ...parts.requirements.flatMap((requirement) => ofRequirement(requirement, parts.depth)),
    ...ofBoot('boot', parts.boot, parts.required.boot),
    ...ofBoot('probeBoot', parts.probeBoot, parts.required.probes.length > 0),
    ...parts.probes.flatMap(ofProbe),
    ...missingProbes(parts),
  ];
  const all = found.length > 0 ? found : ofNothing(parts);
  const failed = all.filter(({ weight }) => weight === 'failed');
  const incomplete = all.filter(({ weight }) => weight === 'incomplete');
  return {
    verdict: failed.length > 0 ? 'failed' : incomplete.length > 0 ? 'incomplete' : 'passed',
    shortcomings: [...failed, ...incomplete].map(({ weight: _, ...shortcoming }) => shortcoming),
  };
}

function ofCheck({ name, status, detail, hint }: Check): Weighed[] {
  if (status === 'passed' || status === 'not applicable') return [];
  return [{ kind: 'check', name, status, detail, ...hinted(hint), weight: weightOf(status) }];
}

function ofRequirement(
  { name, status, options }: RequirementReport,
  depth: VerdictParts['depth'],
): Weighed[] {
  if (status === 'holds' || status === 'not applicable') return [];
  const detail = options
    .map((option) => (options.length === 1 ? option.detail : `${option.option} ${option.detail}`))
    .join('; ');
  const hint =
    status === 'fails'
      ? 'The ISO spec requires it: build an ISO that has it with build-iso.'
      : depth === 'kernel'
        ? 'Verify the ISO at depth content, which reads all of it.'
        : undefined;
  const weight = status === 'fails' ? 'failed' : 'incomplete';
  return [{ kind: 'requirement', name, status, detail, ...hinted(hint), weight }];
}

function ofBoot(name: BootName, boot: BootReport | undefined, isRequired: boolean): Weighed[] {
  if (boot === undefined) {
    const detail = 'It was to be booted, and was not.';
    return isRequired
      ? [{ kind: 'boot', name, status: 'not checked', detail, weight: 'incomplete' }]
      : [];
  }
  const { status, detail, hint } = boot;
  if (status === 'passed' || (status === 'not applicable' && !isRequired)) return [];
  return [{ kind: 'boot', name, status, detail, ...hinted(hint), weight: weightOf(status) }];
}

function ofProbe({ name, status, detail, hint, measurements }: ProbeReport): Weighed[] {
  if (status === 'passed' && measurements.length > 0) return [];
  if (status === 'passed') {
    // Whoever says that it passed: without a number nothing was proven.
    return [
      {
        kind: 'probe',
        name,
        status: 'not run',
        detail: 'It measured nothing.',
        weight: 'incomplete',
      },
    ];
  }
  const weight = status === 'failed' ? 'failed' : 'incomplete';
  return [{ kind: 'probe', name, status, detail, ...hinted(hint), weight }];
}

function missingProbes({ probes, required }: VerdictParts): Weighed[] {
  const present = new Set(probes.map(({ name }) => name));
  return [...new Set(required.probes)]
    .filter((name) => !present.has(name))
    .map((name) => ({
      kind: 'probe',
      name,
      status: 'not run',
      detail: 'It was to run, and did not.',
      weight: 'incomplete',
    }));
}

/** Where nothing fell short, there must be something that did not. */
function ofNothing({ checks }: VerdictParts): Weighed[] {
  if (checks.some(({ status }) => status === 'passed')) return [];
  const detail = 'Nothing of the ISO was looked at.';
  return [{ kind: 'check', name: 'checks', status: 'not checked', detail, weight: 'incomplete' }];
}

function weightOf(status: Check['status']): Weighed['weight'] {
  return status === 'failed' ? 'failed' : 'incomplete';
}

function hinted(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}
