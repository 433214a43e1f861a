// Verdicts on the project's own ISO that are kept, by everything that they depend on. Only a `passed` is
// kept: whatever fell short is looked at again.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PRODUCER, type DigestClaim, type Manifest } from '../inspect/index.js';
import { digestOf, stableJson, writeAtomically } from '../runtime/index.js';
import { codeDigest } from './code-digest.js';
import type { VerifyContext } from './context.js';
import type { Probe } from './probes/index.js';
import { REPORT_VERSION, reportSchema, type VerifyReport } from './report/index.js';

/** What a verdict depends on besides the spec, the requirements and the settings. */
export interface Verified {
  /** Of the ISO, from its bytes. */
  readonly isoSha256: string;
  readonly manifest: Manifest;
  /** What the file beside the ISO says of its digest. */
  readonly published: DigestClaim | undefined;
  /** The spec's own scripts, as they will run. */
  readonly ownProbes: readonly Probe[];
}

/** Where the verdict is kept: the path names all that it depends on. */
export function keptVerdictPath(
  { cache, spec, requirements, settings, architecture }: VerifyContext,
  verified: Verified,
): string {
  const { scripts: _, ...wishes } = settings;
  const key = digestOf({
    reportVersion: REPORT_VERSION,
    producer: PRODUCER,
    code: codeDigest(),
    base: spec.base,
    architecture,
    requirements,
    settings: wishes,
    ...verified,
    published: verified.published ?? null,
  });
  return cache.path('verdicts', `${key}.json`);
}

/** What is kept of a verification. */
export interface KeptVerdict {
  readonly report: VerifyReport;
  readonly clusterScript: string;
}

const keptSchema = z.strictObject({ report: reportSchema, clusterScript: z.string() });

/** What an earlier verification that passed has left, if there is one. A cache that cannot be read is none. */
export async function readKeptVerdict(
  path: string,
  isoSha256: string,
): Promise<KeptVerdict | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const { data } = keptSchema.safeParse(parseJson(text));
  const isOurs = data?.report.verdict === 'passed' && data.report.iso.sha256 === isoSha256;
  return isOurs ? data : undefined;
}

/** Errors: those of writing to the cache folder; they cost the next run its time, and this one nothing. */
export async function keepVerdict(path: string, kept: KeptVerdict): Promise<void> {
  const { report, clusterScript } = kept;
  if (report.verdict !== 'passed') return;
  await writeAtomically(path, stableJson({ report, clusterScript }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
