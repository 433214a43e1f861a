// Which probes have to run, and which of them the settings leave out.
import type { Inspection, RequirementVerdict } from '../inspect/index.js';
import { IsoError, sha256, suggestNearest } from '../runtime/index.js';
import type { IsoSpec } from '../spec/index.js';
import { allProbes, ownProbes, probesFor, type Probe } from './probes/index.js';
import type { ProbeReport } from './report/index.js';

export interface ChosenProbes {
  /** In the order in which they run. */
  readonly run: readonly Probe[];
  /** What the requirements call for and the settings leave out. */
  readonly leftOut: readonly Probe[];
}

/** Errors: `PROBE_UNKNOWN`, and those of reading the spec's own scripts. */
export async function chooseProbes(
  { probes: wish, scripts }: Pick<IsoSpec['verify'], 'probes' | 'scripts'>,
  verdicts: readonly RequirementVerdict[],
  { kernel }: Pick<Inspection, 'kernel'>,
): Promise<ChosenProbes> {
  const facts = { configSha256: sha256(kernel.configText) };
  const own = await ownProbes(scripts);
  const calledFor = [...probesFor(verdicts, facts), ...own];
  if (wish === true) return { run: calledFor, leftOut: [] };
  if (wish === false) return { run: [], leftOut: calledFor };
  const known = [...allProbes(facts), ...own];
  assertKnown(wish, known);
  return {
    run: known.filter(({ name }) => wish.includes(name)),
    leftOut: calledFor.filter(({ name }) => !wish.includes(name)),
  };
}

/** A probe that was to run and that nobody let run. */
export function leftOutReport({ name, title, options }: Probe): ProbeReport {
  return {
    name,
    title,
    options: [...options],
    status: 'not run',
    detail: 'The requirements call for it, and the setting “probes” leaves it out.',
    hint: 'Verify again without the setting “probes”.',
    measurements: [],
  };
}

function assertKnown(wish: readonly string[], known: readonly Probe[]): void {
  const names = known.map(({ name }) => name);
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
