// The verdict of every probe on one ISO, and what it has to be by the options that the ISO's kernel has.
import {
  allProbes,
  defaultMemoryMiB,
  inspectIso,
  judgeInspection,
  judgeProbe,
  openFile,
  readProbeRuns,
  runProbes,
  sha256,
  type ByteSource,
  type GuestProbe,
  type Inspection,
  type Probe,
  type ProbeReport,
  type ProbeRun,
  type Requirement,
} from 'iso-core';

export interface ProbeVerdicts {
  readonly reports: readonly ProbeReport[];
  /** `passed` where every option that a probe is for holds, `failed` where one does not. */
  readonly expected: Readonly<Record<string, string>>;
  /** `passed`, `failed` or `not run`, by the name of the probe. */
  readonly found: Readonly<Record<string, string>>;
  /** From the machine's start to its end, in seconds. */
  readonly seconds: number;
}

/** What is run in place of every probe of the core. */
export type ProbeChange = (probes: readonly Probe[]) => readonly Probe[];

/** Runs every probe of the core, or what `change` makes of them, in one guest of the ISO. */
export async function probeVerdicts(
  iso: string,
  change: ProbeChange = (all) => all,
): Promise<ProbeVerdicts> {
  const source = await openFile(iso);
  try {
    const inspection = await inspectIso(source, { depth: 'content' });
    const probes = change(allProbes({ configSha256: sha256(inspection.kernel.configText) }));
    const startedAt = performance.now();
    const runs = await runsOf(source, inspection, probes);
    const seconds = (performance.now() - startedAt) / 1000;
    const reports = probes.map((probe) => judgeProbe(probe, runs.get(probe.name)));
    return {
      reports,
      expected: possibleVerdicts(probes, inspection),
      found: Object.fromEntries(reports.map(({ name, status }) => [name, status])),
      seconds,
    };
  } finally {
    await source.close();
  }
}

/** What became of a script in a guest of the ISO, as one probe of a spec's own. */
export async function runScript(iso: string, script: string): Promise<ProbeRun | undefined> {
  const source = await openFile(iso);
  try {
    const inspection = await inspectIso(source, { depth: 'content' });
    const own = { name: 'own', script, values: {}, timeoutSeconds: 60 };
    return (await runsOf(source, inspection, [own])).get('own');
  } finally {
    await source.close();
  }
}

async function runsOf(
  source: ByteSource,
  inspection: Inspection,
  probes: readonly GuestProbe[],
): Promise<ReadonlyMap<string, ProbeRun>> {
  const { lines, token } = await runProbes({
    source,
    inspection,
    probes,
    accelerator: 'tcg',
    memoryMiB: defaultMemoryMiB({
      packed: inspection.content?.initrdSize ?? 0,
      unpacked: inspection.content?.unpackedSize ?? 0,
    }),
  });
  return readProbeRuns(lines, token);
}

/** One line for each probe, to see beside a verdict that is not the expected one. */
export function describeVerdicts({ reports, seconds }: ProbeVerdicts): string {
  const lines = reports.map(
    ({ name, status, detail, seconds: taken = 0, output = '' }) =>
      `${name} ${status} after ${taken.toFixed(1)} s: ${detail}\n${output}`,
  );
  return [...lines, `all in ${seconds.toFixed(1)} s`].join('\n');
}

/** What each probe has to find where it can measure, by its name. */
export function possibleVerdicts(
  probes: readonly Probe[],
  inspection: Inspection,
): Record<string, string> {
  return Object.fromEntries(
    probes.map(({ name, options, anyOf = [] }) => {
      const isPossible =
        options.every((option) => hasOption(inspection, option)) &&
        (anyOf.length === 0 || anyOf.some((option) => hasOption(inspection, option)));
      return [name, isPossible ? 'passed' : 'failed'];
    }),
  );
}

export function hasOption(inspection: Inspection, option: string): boolean {
  const requirement: Requirement = {
    kind: 'option',
    option,
    values: ['y', 'm'],
    reason: 'A probe is for it.',
    origins: ['a test'],
  };
  return judgeInspection(inspection, [requirement])[0]?.status === 'holds';
}
