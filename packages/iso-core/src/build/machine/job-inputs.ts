// What of this computer a build reads: its spec and the local files that the spec names.
import { fileURLToPath } from 'node:url';
import type { Architecture } from '../../runtime/index.js';
import type { FileOrigin, IsoSpec } from '../../spec/index.js';

/** Absolute paths, each once. */
export function jobInputs(specPath: string, spec: IsoSpec, architecture: Architecture): string[] {
  const { base, kernel } = spec;
  return [
    ...new Set([
      specPath,
      ...(base.kind === 'iso' ? localPath(base.isos[architecture]) : []),
      ...(base.kind === 'source' ? localRepository(base.repository) : []),
      ...localPath(kernel.source),
    ]),
  ];
}

function localPath(origin: FileOrigin | undefined): string[] {
  return origin?.kind === 'path' ? [origin.path] : [];
}

function localRepository(url: string): string[] {
  return url.startsWith('file:') ? [fileURLToPath(url)] : [];
}
