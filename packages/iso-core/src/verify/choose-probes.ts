// Which probes have to run, and which of them the settings leave out.
import { judgeOption, type Inspection, type RequirementVerdict } from '../inspect/index.js';
import { IsoError, sha256, suggestNearest } from '../runtime/index.js';
import { BUILT_IN_OR_MODULE, type IsoSpec } from '../spec/index.js';
import { allProbes, notRun, PROBE_NAMES, probesFor, type Probe } from './probes/index.js';
import type { ProbeReport } from './report/index.js';

export interface ChosenProbes {
  /** In the order in which they run. */
  readonly run: readonly Probe[];
  /** What the requirements call for and the settings leave out. */
  readonly leftOut: readonly Probe[];
}

/**
 * What to run, where every name that is wished for is that of a probe (`assertProbesKnown`).
 *
 * @param own the probes that the spec's scripts are
 */
export function chooseProbes(
  wish: IsoSpec['verify']['probes'],
  own: readonly Probe[],
  verdicts: readonly RequirementVerdict[],
  inspection: Inspection,
): ChosenProbes {
  const facts = { configSha256: sha256(inspection.kernel.configText) };
  const isThere = (option: string) =>
    judgeOption(inspection, { option, values: BUILT_IN_OR_MODULE }).status === 'holds';
  const calledFor = [...probesFor(verdicts, facts, isThere), ...own];
  if (wish === true) return { run: calledFor, leftOut: [] };
  if (wish === false) return { run: [], leftOut: calledFor };
  const known = [...allProbes(facts), ...own];
  return {
    run: known.filter(({ name }) => wish.includes(name)),
    leftOut: calledFor.filter(({ name }) => !wish.includes(name)),
  };
}

/** A probe that was to run and that nobody let run. */
export function leftOutReport(probe: Probe): ProbeReport {
  return notRun(probe, {
    detail: 'The requirements call for it, and the setting “probes” leaves it out.',
    hint: 'Verify again without the setting “probes”.',
  });
}

/** Error: `PROBE_UNKNOWN`, which suggests the name that was meant. */
export function assertProbesKnown({
  probes: wish,
  scripts,
}: Pick<IsoSpec['verify'], 'probes' | 'scripts'>): void {
  if (typeof wish === 'boolean') return;
  const names = [...PROBE_NAMES, ...scripts.map(({ name }) => name)];
  for (const name of wish) {
    if (names.includes(name)) continue;
    const nearest = suggestNearest(name, names);
    throw new IsoError('PROBE_UNKNOWN', `There is no probe named "${name}"`, {
      hint:
        nearest === undefined
          ? `The probes are ${names.join(', ')}.`
          : `Did you mean "${nearest}"? The probes are ${names.join(', ')}.`,
      details: { name, expected: names },
    });
  }
}
