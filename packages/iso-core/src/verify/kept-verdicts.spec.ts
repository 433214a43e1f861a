import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../inspect/index.js';
import { openCache } from '../runtime/index.js';
import type { VerifyContext } from './context.js';
import { keepVerdict, keptVerdictPath, readKeptVerdict } from './kept-verdicts.js';
import { failedReport, passedReport } from './report/report.testing.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-'));
});

afterEach(() => rm(folder, { recursive: true }));

const passed = { report: passedReport(), clusterScript: '#!/bin/sh\n' };
const sha256 = passed.report.iso.sha256 ?? '';

function pathFor(settings: object = {}, more: Partial<VerifyContext> = {}, iso = sha256) {
  const context = {
    cache: openCache({ folder }),
    requirements: [],
    architecture: 'amd64',
    settings: { boot: true, probes: true, scripts: [], ...settings },
    ...more,
  } as unknown as VerifyContext;
  return keptVerdictPath(context, { isoSha256: iso, manifest: {} as Manifest });
}

describe('a verdict that is kept', () => {
  it('is found again for the same bytes', async () => {
    const path = await pathFor();
    await keepVerdict(path, passed);
    expect(await readKeptVerdict(path, sha256)).toEqual(passed);
  });

  it('is none when it was not passed', async () => {
    const path = await pathFor();
    await keepVerdict(path, { ...passed, report: failedReport() });
    expect(await readKeptVerdict(path, sha256)).toBeUndefined();
  });

  it('is none that a cache was made to hold', async () => {
    const path = await pathFor();
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

  it('depends on the ISO, the wishes and the settings', async () => {
    const paths = await Promise.all([
      pathFor(),
      pathFor({ boot: false }),
      pathFor({ probes: ['prio'] }),
      pathFor({ timeout: 60 }),
      pathFor({}, { architecture: 'arm64' }),
      pathFor({}, { requirements: [{}] as unknown as VerifyContext['requirements'] }),
      pathFor({}, {}, 'a'.repeat(64)),
    ]);
    expect(new Set(paths).size).toBe(paths.length);
    expect(new Set(paths.map(dirname)).size).toBe(1);
  });

  it('depends on what a script says, not on where it lies', async () => {
    const settings = (path: string) => ({ scripts: [{ name: 'own', path, expect: {} }] });
    const [one, other] = [join(folder, 'one.sh'), join(folder, 'other.sh')];
    await writeFile(one, 'measure a b 1');
    await writeFile(other, 'measure a b 1');
    expect(await pathFor(settings(one))).toBe(await pathFor(settings(other)));
    await writeFile(other, 'measure a b 2');
    expect(await pathFor(settings(one))).not.toBe(await pathFor(settings(other)));
  });
});
