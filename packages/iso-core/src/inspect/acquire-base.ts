// The ISO that a build starts from and is compared with, as a file of this machine whose digest is known.
import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { openFile } from '../image/index.js';
import {
  assertArchitecture,
  fetchOfficialIso,
  fetchPinned,
  identityOf,
  officialIsoUrls,
  resolveRelease,
} from '../minikube/index.js';
import {
  IsoError,
  sha256File,
  systemCode,
  type Architecture,
  type Cache,
  type Environment,
  type Progress,
} from '../runtime/index.js';
import type { FileOrigin, IsoSpec } from '../spec/index.js';

export interface AcquireBaseOptions {
  readonly spec: Pick<IsoSpec, 'base' | 'mirrors'>;
  readonly architecture: Architecture;
  readonly cache: Cache;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface AcquiredBase {
  /** Absolute; to be read only. */
  readonly path: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** For the manifest: a URL, or a file's name; never a path of this machine. */
  readonly origin: string;
  /** Whose word vouches for the digest. */
  readonly trust: string;
  readonly cached: boolean;
}

/**
 * Fetches or finds the base of the spec. Errors: `BASE_NOT_FOUND`, `BASE_DIGEST_MISMATCH`, and those of
 * resolving a release and of downloading.
 */
export async function acquireBase(request: AcquireBaseOptions): Promise<AcquiredBase> {
  const { spec, architecture, cache, env, signal, progress } = request;
  const onWait = (holder: string): void => progress.note(`Waiting for another process: ${holder}`);
  const options = { cache, env, signal, progress, onWait };
  if (spec.base.kind === 'release') {
    const release = resolveRelease(spec.base.version);
    assertArchitecture(release, architecture);
    const { mirrors } = spec;
    const { tag, isoVersion } = release;
    if (tag !== isoVersion) progress.note(`minikube ${tag} starts from the ISO of ${isoVersion}`);
    const fetched = await fetchOfficialIso({ ...options, release, architecture, mirrors });
    const origin = officialIsoUrls(release, architecture)[0] ?? release.tag;
    return { ...fetched, size: fetched.bytes, origin: `minikube ${release.tag}: ${origin}` };
  }
  if (spec.base.kind === 'source') throw new TypeError('What is built from sources has no base');
  const base = spec.base.isos[architecture];
  if (base === undefined) throw noBase(architecture);
  if (base.kind === 'url') {
    const { url, sha256 } = base;
    const fetched = await fetchPinned({ ...options, url, sha256 });
    return { ...fetched, size: fetched.bytes, origin: identityOf(url) };
  }
  return localBase(base);
}

async function localBase(base: FileOrigin & { kind: 'path' }): Promise<AcquiredBase> {
  const { path } = base;
  const facts = await stat(path).catch((cause: unknown) => {
    throw new IsoError('BASE_NOT_FOUND', `${path}: expected the base ISO, found ${reason(cause)}`, {
      hint:
        base.producedBy === undefined
          ? 'Correct "base" in the spec; its paths are relative to the spec.'
          : `Make it first: nx run ${base.producedBy}`,
      // That there is nothing is said already.
      ...(systemCode(cause) === 'ENOENT' ? {} : { cause }),
      details: { path },
    });
  });
  await assertReadable(path);
  const sha256 = await sha256File(path);
  if (base.sha256 !== undefined && base.sha256 !== sha256) {
    throw new IsoError(
      'BASE_DIGEST_MISMATCH',
      `${path}: expected the SHA-256 ${base.sha256}, found ${sha256}`,
      {
        hint: 'Fetch the base again; if this one is meant, put its SHA-256 into the spec.',
        details: { path, expected: base.sha256, found: sha256 },
      },
    );
  }
  const trust = base.sha256 === undefined ? 'local file' : 'pinned';
  return { path, sha256, size: facts.size, origin: basename(path), trust, cached: true };
}

/** Errors: `NOT_A_FILE`, `FILE_UNREADABLE`. */
async function assertReadable(path: string): Promise<void> {
  const file = await openFile(path);
  await file.close();
}

function reason(cause: unknown): string {
  return systemCode(cause) === 'ENOENT'
    ? 'nothing'
    : `no access (${systemCode(cause) ?? 'unknown'})`;
}

function noBase(architecture: string): IsoError {
  return new IsoError('BASE_NOT_FOUND', `The spec names no base ISO for ${architecture}`, {
    hint: `Add "base": { "${architecture}": { "path": … } }, or take ${architecture} out of "architectures".`,
    details: { architecture },
  });
}
