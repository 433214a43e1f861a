// The source of the base's kernel, unpacked and ready to build from.
import { basename } from 'node:path';
import {
  acquireSource,
  SourceIndexer,
  type KernelSource,
  type SourceIndex,
} from '../kernel/index.js';
import { fetchKernelTarball, fetchPinned, identityOf, type Signature } from '../minikube/index.js';
import { onWait, type BuildContext } from './context.js';

export interface AcquiredSource extends KernelSource {
  /** For the manifest: a URL, or a file's name. */
  readonly origin: string;
  readonly trust: string;
  /** What tells options and files apart in it; to be called once. */
  readonly index: () => Promise<SourceIndex>;
}

/** Fetches or finds the source of the kernel `release`. Errors: those of downloading and `acquireSource`. */
export async function acquireKernelSource(
  context: BuildContext,
  release: string,
): Promise<AcquiredSource> {
  const { architecture, cache, host, signal } = context;
  const { path, sha256, origin, trust } = await locate(context, release);
  const indexer = new SourceIndexer(architecture);
  const source = await acquireSource({
    path,
    ...(sha256 === undefined ? {} : { sha256 }),
    release,
    architecture,
    cache,
    run: host.run,
    signal,
    onWait: onWait(context),
    onFile: (file, inSource) => indexer.take(file, inSource),
  });
  return { ...source, origin, trust, index: () => indexer.index(cache, source, signal) };
}

interface Located {
  readonly path: string;
  readonly sha256?: string;
  readonly origin: string;
  readonly trust: string;
}

async function locate(context: BuildContext, release: string): Promise<Located> {
  const { spec, cache, env, signal, progress } = context;
  const origin = spec.kernel.source;
  if (origin?.kind === 'path') {
    const { path, sha256 } = origin;
    const trust = sha256 === undefined ? 'local file' : 'pinned';
    return { path, origin: basename(path), trust, ...(sha256 === undefined ? {} : { sha256 }) };
  }
  const options = { cache, env, signal, progress, onWait: onWait(context) };
  if (origin !== undefined) {
    const { url, sha256 } = origin;
    const fetched = await fetchPinned({ ...options, url, sha256 });
    return {
      path: fetched.path,
      sha256: fetched.sha256,
      origin: identityOf(url),
      trust: fetched.trust,
    };
  }
  const version = versionOf(release);
  const fetched = await fetchKernelTarball({ ...options, version, mirrors: spec.mirrors });
  // Known only to the run that fetched: said there, and kept out of the manifest.
  for (const line of describeSignature(fetched.signature)) progress.note(line);
  return {
    path: fetched.path,
    sha256: fetched.sha256,
    origin: basename(fetched.path),
    trust: fetched.trust,
  };
}

/** `6.6.95` of `6.6.95-minikube`: what follows is a local version, which kernel.org knows nothing of. */
function versionOf(release: string): string {
  return /^\d+\.\d+(?:\.\d+)?(?:-rc\d+)?/.exec(release)?.[0] ?? release;
}

function describeSignature(signature: Signature | undefined): string[] {
  if (signature === undefined) return [];
  return signature.kind === 'good'
    ? [`The checksums of the kernel source are signed by ${signature.fingerprint}`]
    : [`The checksums of the kernel source count as unsigned: ${signature.reason}`];
}
