// Verdicts on the project's own ISO that are kept, by everything that they depend on. Only a `passed` is
// kept: whatever fell short is looked at again.
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { PRODUCER, type Manifest } from '../inspect/index.js';
import { digestOf, sha256, stableJson, writeAtomically } from '../runtime/index.js';
import type { VerifyContext } from './context.js';
import { allProbes } from './probes/index.js';
import { REPORT_VERSION, reportSchema, type VerifyReport } from './report/index.js';

/** What a verdict depends on besides the requirements and the settings. */
export interface Verified {
  /** Of the ISO, from its bytes. */
  readonly isoSha256: string;
  readonly manifest: Manifest;
}

/** Where the verdict is kept: the path names all that it depends on. */
export async function keptVerdictPath(
  { cache, requirements, settings, architecture }: VerifyContext,
  { isoSha256, manifest }: Verified,
): Promise<string> {
  const scripts = await Promise.all(
    settings.scripts.map(async (script) => ({
      ...script,
      path: sha256(await readFile(script.path).catch(() => '')),
    })),
  );
  const key = digestOf({
    reportVersion: REPORT_VERSION,
    producer: PRODUCER,
    isoSha256,
    manifest,
    architecture,
    requirements,
    settings: { ...settings, scripts },
    probes: allProbes({ configSha256: '' }),
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

export async function keepVerdict(path: string, kept: KeptVerdict): Promise<void> {
  const { report, clusterScript } = kept;
  if (report.verdict !== 'passed') return;
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, stableJson({ report, clusterScript }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
