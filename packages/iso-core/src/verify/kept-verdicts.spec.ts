import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../inspect/index.js';
import { openCache } from '../runtime/index.js';
import type { VerifyContext } from './context.js';
import { keepVerdict, keptVerdictPath, readKeptVerdict, type Verified } from './kept-verdicts.js';
import type { Probe } from './probes/index.js';
import { failedReport, passedReport } from './report/report.testing.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-'));
});

afterEach(() => rm(folder, { recursive: true }));

const passed = { report: passedReport(), clusterScript: '#!/bin/sh\n' };
const sha256 = passed.report.iso.sha256 ?? '';

const PROBE: Probe = {
  name: 'own',
  title: '',
  options: [],
  script: 'measure a b 1',
  values: {},
  expectations: [],
  timeoutSeconds: 60,
};

interface Differing {
  readonly settings?: object;
  readonly context?: object;
  readonly verified?: Partial<Verified>;
}

function pathFor({ settings, context, verified }: Differing = {}) {
  return keptVerdictPath(
    {
      cache: openCache({ folder }),
      spec: { base: { kind: 'release', version: '1.38.1' } },
      requirements: [],
      architecture: 'amd64',
      settings: { boot: true, probes: true, scripts: [], ...settings },
      ...context,
    } as unknown as VerifyContext,
    {
      isoSha256: sha256,
      manifest: {} as Manifest,
      published: undefined,
      ownProbes: [],
      ...verified,
    },
  );
}

describe('a verdict that is kept', () => {
  it('is found again for the same bytes', async () => {
    const path = pathFor();
    await keepVerdict(path, passed);
    expect(await readKeptVerdict(path, sha256)).toEqual(passed);
  });

  it('is none when it was not passed', async () => {
    const path = pathFor();
    await keepVerdict(path, { ...passed, report: failedReport() });
    expect(await readKeptVerdict(path, sha256)).toBeUndefined();
  });

  it('is none that a cache was made to hold', async () => {
    const path = pathFor();
    await keepVerdict(path, passed);
    const kept = await readFile(path, 'utf8');
    for (const text of [
      '',
      '{',
      '{}',
      kept.replace('"verdict": "passed"', '"verdict": "failed"'),
    ]) {
      await writeFile(path, text);
      expect(await readKeptVerdict(path, sha256)).toBeUndefined();
    }
    await writeFile(path, kept);
    expect(await readKeptVerdict(path, 'a'.repeat(64))).toBeUndefined();
  });

  it('depends on the ISO, the spec, the wishes, the settings and the scripts', () => {
    const paths = [
      pathFor(),
      pathFor({ settings: { boot: false } }),
      pathFor({ settings: { probes: ['prio'] } }),
      pathFor({ settings: { timeout: 60 } }),
      pathFor({ context: { architecture: 'arm64' } }),
      pathFor({ context: { requirements: [{}] } }),
      pathFor({ context: { spec: { base: { kind: 'release', version: '1.37.0' } } } }),
      pathFor({ verified: { isoSha256: 'a'.repeat(64) } }),
      pathFor({ verified: { manifest: { route: 'kernel' } as Manifest } }),
      pathFor({ verified: { published: { from: 'x.iso.sha256', sha256 } } }),
      pathFor({ verified: { published: { from: 'x.iso.sha256', sha256: 'a'.repeat(64) } } }),
      pathFor({ verified: { ownProbes: [PROBE] } }),
      pathFor({ verified: { ownProbes: [{ ...PROBE, script: 'measure a b 2' }] } }),
    ];
    expect(new Set(paths).size).toBe(paths.length);
    expect(new Set(paths.map(dirname)).size).toBe(1);
  });
});
