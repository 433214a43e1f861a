// All checks of an ISO that need no booting, from one reading of it.
import { sha256OfSource } from '../../image/index.js';
import {
  judgeInspection,
  modulesOfManifest,
  type DigestClaim,
  type Inspection,
  type RequirementVerdict,
} from '../../inspect/index.js';
import { inStep, silentProgress } from '../../runtime/index.js';
import { wishesOf, type Requirement } from '../../spec/index.js';
import { settleBase } from './base.js';
import { checkArchitecture, checkBoot } from './check-boot.js';
import { checkContent, checkIsoFiles, compareFiles } from './check-content.js';
import { checkDigest } from './check-digest.js';
import { checkInitrd, checkVersion } from './check-initrd.js';
import { checkKernel, checkKernelRelease } from './check-kernel.js';
import { checkModules } from './check-modules.js';
import { checkReadable } from './check-readable.js';
import { checkSize } from './check-size.js';
import { lookAt, type Look } from './look.js';
import type { ChecksRequest, ChecksResult } from './request.js';

/**
 * Reads an ISO and says of everything what holds. What is wrong with the ISO is in the checks and never
 * thrown; errors are those of the machine and the net: `CANCELLED`, `TOOLS_MISSING`, `URL_…`, `FILE_…`.
 */
export async function runChecks(request: ChecksRequest): Promise<ChecksResult> {
  const { source, depth, manifest, release, requirements, progress = silentProgress } = request;
  const base = settleBase(request.base, manifest);
  const sha256 =
    request.sha256 ??
    (depth === 'content'
      ? await inStep(progress, 'Digest the ISO', () => sha256OfSource(source))
      : undefined);
  const look = await lookAt(source, depth, progress);
  const files = await compareFiles(look, base);
  const inspection = inspectionOf(look);
  return {
    ...(inspection === undefined ? {} : { inspection }),
    ...(sha256 === undefined ? {} : { sha256 }),
    checks: [
      checkReadable(look, source),
      checkDigest(claimsOf(request), sha256),
      checkBoot(look, manifest, base),
      checkArchitecture(look, request.architecture),
      checkKernel(look, manifest, base),
      checkKernelRelease(look, manifest, base, release),
      checkInitrd(look),
      checkVersion(look, base, release),
      ...checkModules(look, manifest, base),
      checkSize(look, source.size, manifest, base),
      checkIsoFiles(files, manifest, base),
      checkContent(look, manifest, base),
    ],
    verdicts:
      inspection === undefined
        ? requirements.map(unjudged)
        : judgeInspection(
            inspection,
            requirements,
            manifest === undefined ? undefined : modulesOfManifest(manifest),
          ),
  };
}

function inspectionOf({ kernel, content }: Look): Inspection | undefined {
  if (content.state === 'found') return content.value;
  return kernel.state === 'found' ? kernel.value : undefined;
}

function claimsOf({ digests = [], manifest }: ChecksRequest): DigestClaim[] {
  if (manifest === undefined) return [...digests];
  return [...digests, { from: 'its manifest', sha256: manifest.iso.sha256 }];
}

/** Of a kernel that could not be read nothing is known. */
function unjudged(requirement: Requirement): RequirementVerdict {
  return {
    requirement,
    status: 'not checked',
    actual: wishesOf(requirement).map(({ option }) => ({
      option,
      value: 'unknown',
      status: 'not checked',
      detail: 'the kernel’s config could not be read',
    })),
  };
}
