// What may be published: the ISO that build-iso sealed, and the proof of verify-iso that it works.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, type Manifest } from '../inspect/identity/index.js';
import {
  digestOf,
  IsoError,
  isIsoError,
  knownPieceDigests,
  type Architecture,
  type Cache,
  type PieceDigests,
} from '../runtime/index.js';
import { publishedNames, publishedStem, type IsoSpec, type Requirement } from '../spec/index.js';
import { readReport, reportNames, type VerifyReport } from '../verify/report/index.js';

export interface SealedIso extends PieceDigests {
  /** Absolute. */
  readonly path: string;
  readonly manifest: Manifest;
  /** Whether a report says that this very ISO was booted and passed, for these very requirements. */
  readonly verified: boolean;
  /** Why it does not count as verified. */
  readonly unverified?: string;
}

export interface SealedIsoOptions {
  readonly spec: IsoSpec;
  readonly requirements: readonly Requirement[];
  readonly architecture: Architecture;
  readonly cache: Cache;
  /** Absolute: where build-iso writes. */
  readonly builtFolder: string;
  /** Absolute: where verify-iso writes. */
  readonly verifiedFolder: string;
  readonly requireVerified: boolean;
}

/**
 * The ISO of a spec and architecture, its bytes checked against its manifest. Errors: `BUILT_ISO_NOT_FOUND`,
 * `MANIFEST_INVALID`, `ISO_DIFFERS_FROM_MANIFEST`, `ISO_NOT_VERIFIED`.
 */
export async function sealedIso(options: SealedIsoOptions): Promise<SealedIso> {
  const { spec, architecture, cache, builtFolder, requireVerified } = options;
  const names = publishedNames(spec, architecture);
  const path = join(builtFolder, names.iso);
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true) throw notBuilt(path, 'none');
  const manifest = await readManifest(join(builtFolder, names.manifest));
  if (manifest === undefined) throw notBuilt(path, 'one without a manifest');
  const digests = await knownPieceDigests(cache, path);
  const { sha256 } = digests;
  if (manifest.iso.sha256 !== sha256) throw differs(path, manifest.iso.sha256, sha256);
  const unverified = await whyUnverified(sha256, options);
  if (unverified !== undefined && requireVerified) throw notVerified(path, unverified);
  return {
    ...digests,
    path,
    manifest,
    verified: unverified === undefined,
    ...(unverified === undefined ? {} : { unverified }),
  };
}

async function whyUnverified(
  sha256: string,
  { spec, requirements, architecture, verifiedFolder }: SealedIsoOptions,
): Promise<string | undefined> {
  const path = join(verifiedFolder, reportNames(publishedStem(spec, architecture)).json);
  try {
    return shortcomingOf(await readReport(path), sha256, digestOf(requirements));
  } catch (error) {
    if (!isIsoError(error, 'REPORT_NOT_FOUND', 'REPORT_INVALID', 'REPORT_VERSION_UNKNOWN'))
      throw error;
    return error.message;
  }
}

function shortcomingOf(
  { verdict, iso, boot, requirementsSha256 }: VerifyReport,
  sha256: string,
  requirements: string,
): string | undefined {
  if (iso.sha256 !== sha256) {
    return `its report is on an ISO with the SHA-256 ${iso.sha256 ?? '(unknown)'}, expected ${sha256}`;
  }
  if (requirementsSha256 !== requirements)
    return 'its report is on other requirements than the spec’s';
  if (verdict !== 'passed') return `the verdict on it is ${verdict}, expected passed`;
  if (boot?.status !== 'passed') return 'it was not booted';
  return undefined;
}

function notBuilt(path: string, found: string): IsoError {
  return new IsoError('BUILT_ISO_NOT_FOUND', `${path}: expected a built ISO, found ${found}`, {
    hint: 'Build and verify it first: nx run <project>:verify-iso.',
    details: { path },
  });
}

function differs(path: string, expected: string, found: string): IsoError {
  return new IsoError(
    'ISO_DIFFERS_FROM_MANIFEST',
    `${path}: its manifest says the SHA-256 is ${expected}, found ${found}`,
    {
      hint: 'Something has written to the ISO after it was built: build and verify it again.',
      details: { path, expected, found },
    },
  );
}

function notVerified(path: string, why: string): IsoError {
  return new IsoError('ISO_NOT_VERIFIED', `${path} is not verified: ${why}`, {
    hint: 'Verify it first (verify-iso), or publish it all the same with --requireVerified=false, which is recorded.',
    details: { path, why },
  });
}
