// The first half of a verification: everything that reading the ISO tells.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../image/index.js';
import {
  acquireBase,
  inspectIso,
  readManifest,
  withSubject,
  type Manifest,
  type Subject,
} from '../inspect/index.js';
import { resolveRelease } from '../minikube/index.js';
import { inStep, IsoError, isIsoError } from '../runtime/index.js';
import { publishedNames } from '../spec/index.js';
import { runChecks, type ChecksBase, type ChecksResult } from './checks/index.js';
import { workFolder, type VerifyContext } from './context.js';

/** The ISO that is verified, open, and what stands beside it. */
export interface VerifiedIso {
  readonly subject: Subject;
  readonly origin: 'build' | 'file' | 'url';
  /** Of the project's own build. */
  readonly manifest?: Manifest;
  /** Of all its bytes, once that is known. */
  readonly sha256?: string;
}

/** Lends `work` the ISO that is to be verified. Errors: `BUILT_ISO_NOT_FOUND`, those of opening it. */
export async function withVerifiedIso<T>(
  context: VerifyContext,
  work: (iso: VerifiedIso) => Promise<T>,
): Promise<T> {
  const { request, spec, architecture, depth, env, progress, signal } = context;
  const { overrides = {}, builtFolder, workspace } = request;
  const options = {
    folder: workspace,
    depth,
    temporaryFolder: workFolder(context),
    env,
    progress,
    signal,
  };
  if (overrides.iso !== undefined) {
    return withSubject(overrides.iso, options, (subject) =>
      work({ subject, origin: subject.origin }),
    );
  }
  const names = publishedNames(spec, architecture);
  const path = join(builtFolder, names.iso);
  await assertBuilt(path);
  const manifest = await readManifest(join(builtFolder, names.manifest));
  if (manifest === undefined) throw notBuilt(path, 'one without a manifest');
  return withSubject(path, options, (subject) => work({ subject, origin: 'build', manifest }));
}

async function assertBuilt(path: string): Promise<void> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true) throw notBuilt(path, 'none');
}

function notBuilt(path: string, found: string): IsoError {
  return new IsoError('BUILT_ISO_NOT_FOUND', `${path}: expected a built ISO, found ${found}`, {
    hint: 'Build it first with build-iso, or name another ISO with --iso or --url.',
    details: { path },
  });
}

/** Reads the ISO, and its base where there is one to compare with. */
export async function readIso(context: VerifyContext, iso: VerifiedIso): Promise<ChecksResult> {
  const { request, spec, requirements, architecture, progress } = context;
  const { subject, manifest, sha256 } = iso;
  const published = subject.published === undefined ? [] : [subject.published];
  const release = spec.base.kind === 'release' ? resolveRelease(spec.base.version) : undefined;
  const check = (base?: ChecksBase) =>
    runChecks({
      source: subject.source,
      depth: subject.depth,
      requirements,
      architecture,
      ...(release === undefined ? {} : { release }),
      digests: [...published, ...(request.digests ?? [])],
      ...(manifest === undefined ? {} : { manifest }),
      ...(base === undefined ? {} : { base }),
      ...(sha256 === undefined ? {} : { sha256 }),
      progress,
    });
  return withBase(context, iso, check);
}

/**
 * The base of the spec: what the project's own ISO was built from, and what another one must not have lost
 * anything of. An ISO that is read in part is compared with nothing but what its manifest says.
 */
async function withBase(
  context: VerifyContext,
  { origin, subject: { depth } }: VerifiedIso,
  check: (base?: ChecksBase) => Promise<ChecksResult>,
): Promise<ChecksResult> {
  const hasBase = context.spec.base.kind !== 'source';
  if (!hasBase || (origin !== 'build' && depth === 'kernel')) return check();
  const acquired = await acquireBase(context).catch(unavailable);
  if ('unavailable' in acquired) return check(acquired);
  const { path, sha256 } = acquired;
  const source = await openFile(path);
  try {
    const inspection = await inStep(context.progress, 'Read the base ISO', () =>
      inspectIso(source, { depth }),
    );
    return await check({ source, inspection, sha256 });
  } finally {
    await source.close();
  }
}

/** That the base is gone says nothing of the ISO: what it would have told is not checked. */
function unavailable(error: unknown): { unavailable: string; hint: string } {
  if (!isIsoError(error) || error.code === 'CANCELLED') throw error;
  return { unavailable: error.message, hint: error.hint };
}
