import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf, openCache, stableJson } from '../runtime/index.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { resolveRequirements } from '../spec/index.js';
import { parse } from '../spec/spec.testing.js';
import { passedReport } from '../verify/report/report.testing.js';
import type { VerifyReport } from '../verify/index.js';
import { sealedFor } from './publish.testing.js';
import { sealedIso } from './sealed-iso.js';

const spec = parse({ minikube: '1.38.1', kernel: { require: ['chaos-controller/network'] } });
const requirements = resolveRequirements(spec);

/** What build-iso and verify-iso leave, and a look at it. */
async function built(report?: (passed: VerifyReport) => VerifyReport) {
  const folder = temporaryFolder();
  const [builtFolder, verifiedFolder] = [join(folder, 'iso'), join(folder, 'verify')];
  mkdirSync(builtFolder, { recursive: true });
  mkdirSync(verifiedFolder, { recursive: true });
  const made = await sealedFor();
  const path = join(builtFolder, 'minikube-amd64.iso');
  copyFileSync(made.path, path);
  writeFileSync(join(builtFolder, 'minikube-amd64.manifest.json'), stableJson(made.manifest));
  if (report !== undefined) {
    const passed = passedReport();
    const own = {
      ...passed,
      iso: { ...passed.iso, sha256: made.sha256 },
      requirementsSha256: digestOf(requirements),
    };
    writeFileSync(join(verifiedFolder, 'minikube-amd64.json'), JSON.stringify(report(own)));
  }
  const look = (requireVerified = true) =>
    sealedIso({
      spec,
      requirements,
      architecture: 'amd64',
      cache: openCache({ folder: join(folder, 'cache') }),
      builtFolder,
      verifiedFolder,
      requireVerified,
    });
  return { path, look, made };
}

describe('what may be published', () => {
  it('is an ISO that was sealed, booted and passed', async () => {
    const { look, path, made } = await built((report) => report);
    expect(await look()).toEqual({ ...made, path });
  });

  it.each<[string, string, (report: VerifyReport) => VerifyReport]>([
    [
      'its report is on an ISO with the SHA-256',
      'another ISO',
      (report) => ({ ...report, iso: { ...report.iso, sha256: 'a'.repeat(64) } }),
    ],
    [
      'its report is on other requirements',
      'another spec',
      (report) => ({ ...report, requirementsSha256: 'a'.repeat(64) }),
    ],
    [
      'the verdict on it is incomplete',
      'what is not known',
      (report) => ({ ...report, verdict: 'incomplete' }),
    ],
    ['it was not booted', 'what never ran', ({ boot: _, ...report }) => report],
  ])('is not one of which %s (%s)', async (why, _, change) => {
    const { look } = await built(change);
    await expect(look()).rejects.toMatchObject({
      code: 'ISO_NOT_VERIFIED',
      message: expect.stringContaining(why),
    });
    expect(await look(false)).toMatchObject({
      verified: false,
      unverified: expect.stringContaining(why),
    });
  });

  it('is not one that nobody verified', async () => {
    const { look } = await built();
    await expect(look()).rejects.toMatchObject({
      code: 'ISO_NOT_VERIFIED',
      message: expect.stringContaining('expected a report, found no such file'),
    });
  });

  it('is not one that was written to after it was sealed, whatever is asked for', async () => {
    const { look, path } = await built((report) => report);
    writeFileSync(path, 'other');
    await expect(look(false)).rejects.toMatchObject({ code: 'ISO_DIFFERS_FROM_MANIFEST' });
  });

  it('is not there before it is built', async () => {
    const { look, path } = await built();
    rmSync(path);
    await expect(look()).rejects.toMatchObject({ code: 'BUILT_ISO_NOT_FOUND' });
  });
});
