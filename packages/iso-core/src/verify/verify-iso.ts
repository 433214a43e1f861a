// The second job: an ISO is read, booted and measured, and a report says what is proven of it.
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PRODUCER, requirementEntry, type Inspection } from '../inspect/index.js';
import {
  digestOf,
  explainingWrites,
  formatError,
  sha256,
  takePieceDigests,
  writeAtomically,
} from '../runtime/index.js';
import { publishedStem } from '../spec/index.js';
import { bootAndProbe, type Booted } from './boot-and-probe.js';
import type { ChecksResult } from './checks/index.js';
import {
  assertProbesKnown,
  chooseProbes,
  leftOutReport,
  type ChosenProbes,
} from './choose-probes.js';
import { openContext, type VerifyContext } from './context.js';
import { watchForChanges } from './changed-meanwhile.js';
import { keepVerdict, keptVerdictPath, readKeptVerdict } from './kept-verdicts.js';
import { assembleClusterScript, ownProbes, type Probe } from './probes/index.js';
import { readIso, withVerifiedIso, type VerifiedIso } from './read-iso.js';
import { assertTakesReports, reportFolder } from './report-folder.js';
import {
  REPORT_VERSION,
  reportNames,
  verdictOf,
  writeReports,
  type VerifyReport,
} from './report/index.js';
import type { VerifyFiles, VerifyRequest, VerifyResult } from './request.js';

/**
 * Verifies the project's own ISO, or another one that the request names, and writes the reports; the
 * verdict may be any. What an earlier run proved of the very same ISO and wishes is not proven again,
 * but only for the project's own ISO.
 * Errors: those of the spec and its scripts and of opening the ISO, `TOOLS_MISSING`, `PROBE_UNKNOWN`,
 * `ISO_CHANGED_MEANWHILE`, `CANCELLED`, those of writing the reports.
 */
export async function verifyIso(request: VerifyRequest): Promise<VerifyResult> {
  const context = await openContext(request);
  assertProbesKnown(context.settings);
  const own = await ownProbes(context.settings.scripts);
  await assertTakesReports(reportFolder(request));
  // The project's own ISO may have a verdict that is kept, which takes no tools.
  if (request.overrides?.iso !== undefined) await context.tools();
  return withVerifiedIso(context, async (iso) => {
    const place = placeOf(context, iso);
    const files = filesOf(place);
    const verified = await settle({ context, iso, own, files });
    await writeReports(place.folder, reportNames(place.stem), verified.report);
    await writeAtomically(files.probes, verified.clusterScript);
    await keep(context, verified);
    return { report: verified.report, files, cached: verified.cached };
  });
}

interface Work {
  readonly context: VerifyContext;
  readonly iso: VerifiedIso;
  /** The spec's own probes. */
  readonly own: readonly Probe[];
  readonly files: VerifyFiles;
}

interface Settled {
  readonly report: VerifyReport;
  readonly clusterScript: string;
  readonly cached: boolean;
  /** Where a new verdict is to be kept. */
  readonly keptAt?: string;
}

/** A cache folder that takes nothing costs the next run its time, and this one nothing. */
async function keep({ progress }: VerifyContext, { keptAt, ...settled }: Settled): Promise<void> {
  if (keptAt === undefined) return;
  await keepVerdict(keptAt, settled).catch((error: unknown) => {
    const [reason] = formatError(error).split('\n');
    progress.note(`The verdict is not kept for the next run: ${reason ?? ''}`);
  });
}

/** The verdict of an earlier run on the same bytes, or one of this run. */
async function settle(work: Work): Promise<Settled> {
  const { context, iso, own } = work;
  const { manifest, subject } = iso;
  const { path, published } = subject;
  const assertUnchanged = await watchForChanges(path);
  if (manifest === undefined || path === undefined) return verify(work, assertUnchanged);
  const { sha256: isoSha256 } = await takePieceDigests(context.cache, path);
  const keptAt = keptVerdictPath(context, { isoSha256, manifest, published, ownProbes: own });
  const kept = await readKeptVerdict(keptAt, isoSha256);
  if (kept !== undefined) {
    const report = { ...kept.report, iso: { ...kept.report.iso, name: nameOf(context, iso) } };
    return { report, clusterScript: kept.clusterScript, cached: true };
  }
  const settled = await verify({ ...work, iso: { ...iso, sha256: isoSha256 } }, assertUnchanged);
  return { ...settled, keptAt };
}

async function verify(
  { context, iso, own, files }: Work,
  assertUnchanged: () => Promise<void>,
): Promise<Settled> {
  await context.tools();
  await removeEarlier(files);
  const startedAt = new Date();
  const start = performance.now();
  const read = await readIso(context, iso);
  const { inspection } = read;
  const probes: ChosenProbes =
    inspection === undefined
      ? { run: [], leftOut: [] }
      : chooseProbes(context.settings.probes, own, read.verdicts, inspection);
  const booted = await bootAndProbe(context, iso, inspection, probes.run);
  await assertUnchanged();
  const seconds = Math.round(performance.now() - start) / 1000;
  const report: VerifyReport = {
    ...judged({ context, iso, read, probes, booted }),
    startedAt: startedAt.toISOString(),
    seconds,
  };
  return { report, clusterScript: assembleClusterScript(probes.run), cached: false };
}

interface Parts {
  readonly context: VerifyContext;
  readonly iso: VerifiedIso;
  readonly read: ChecksResult;
  readonly probes: ChosenProbes;
  readonly booted: Booted;
}

function judged(parts: Parts): Omit<VerifyReport, 'startedAt' | 'seconds'> {
  const { context, iso, read, booted } = parts;
  const { subject } = iso;
  const probes = [...booted.probes, ...parts.probes.leftOut.map(leftOutReport)];
  const requirements = read.verdicts.map(requirementEntry);
  const { boot, probeBoot } = booted;
  const { verdict, shortcomings } = verdictOf({
    depth: subject.depth,
    requirements,
    checks: read.checks,
    boot,
    probeBoot,
    probes,
    required: { boot: true, probes: parts.probes.run.map(({ name }) => name) },
  });
  return {
    reportVersion: REPORT_VERSION,
    verdict,
    shortcomings,
    iso: {
      name: nameOf(context, iso),
      origin: iso.origin,
      size: subject.size,
      ...(read.sha256 === undefined ? {} : { sha256: read.sha256 }),
    },
    architecture: read.inspection?.architecture ?? context.architecture,
    depth: subject.depth,
    ...kernelOf(read.inspection),
    requirementsSha256: digestOf(context.requirements),
    requirements,
    checks: [...read.checks],
    boot,
    ...(probeBoot === undefined ? {} : { probeBoot }),
    probes,
    producedBy: PRODUCER,
  };
}

function kernelOf(inspection: Inspection | undefined): Pick<VerifyReport, 'kernel'> {
  if (inspection === undefined) return {};
  const { release, banner, configText } = inspection.kernel;
  return { kernel: { release, banner, configSha256: sha256(configText) } };
}

/** Files of the workspace are named relative to it: reports travel. */
function nameOf({ request }: VerifyContext, { subject, origin }: VerifiedIso): string {
  if (origin === 'url' || subject.path === undefined) return subject.name;
  const path = relative(request.workspace, subject.path);
  return path.startsWith('..') ? subject.path : path;
}

interface ReportPlace {
  /** Absolute. */
  readonly folder: string;
  /** What the files are called before their extension. */
  readonly stem: string;
}

/** Reports on another ISO than the project's own are called as that ISO is. */
function placeOf(
  { request, spec, architecture }: VerifyContext,
  { subject, origin }: VerifiedIso,
): ReportPlace {
  const folder = reportFolder(request);
  if (origin === 'build') return { folder, stem: publishedStem(spec, architecture) };
  // ISOs in different places may have the same name.
  const place = sha256(subject.name).slice(0, 8);
  return { folder, stem: `${fileStem(subject.name)}-${place}` };
}

/** Of a path or a URL, without anything that a file's name cannot have. */
function fileStem(name: string): string {
  const last =
    name
      .replace(/[?#].*$/, '')
      .split(/[\\/]/)
      .at(-1) ?? '';
  const stem = last
    .replace(/\.iso$/i, '')
    .replace(/[^\w.+-]/g, '_')
    .slice(0, 100);
  return /^\w/.test(stem) ? stem : `iso${stem}`;
}

function filesOf({ folder, stem }: ReportPlace): VerifyFiles {
  const { json, html } = reportNames(stem);
  return {
    json: join(folder, json),
    html: join(folder, html),
    probes: join(folder, `${stem}.probes.sh`),
  };
}

/**
 * A run that ends without a verdict leaves none of an earlier one that looks like its own; one that never
 * came to look at the ISO leaves all.
 */
async function removeEarlier({ json, html, probes }: VerifyFiles): Promise<void> {
  for (const path of [json, html, probes]) {
    await explainingWrites(path, () => rm(path, { force: true }));
  }
}
