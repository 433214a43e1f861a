// Makes the paths of a spec absolute. A path is the user's own and may lead anywhere.
import { resolve } from 'node:path';
import type { Architecture } from '../runtime/index.js';
import type { FileOrigin, IsoSpec } from './iso-spec.js';

/** The same spec with every path absolute; `folder` is the one that the spec's paths are relative to. */
export function resolvePaths(spec: IsoSpec, folder: string): IsoSpec {
  const { source } = spec.kernel;
  const { makefile, also } = spec.bump;
  return {
    ...spec,
    base: spec.base.kind === 'iso' ? resolveBase(spec.base, folder) : spec.base,
    kernel: {
      ...spec.kernel,
      ...(source === undefined ? {} : { source: resolveOrigin(source, folder) }),
    },
    verify: {
      ...spec.verify,
      scripts: spec.verify.scripts.map((script) => ({
        ...script,
        path: resolve(folder, script.path),
      })),
    },
    bump: {
      ...(makefile === undefined ? {} : { makefile: resolve(folder, makefile) }),
      also: also.map((glob) => resolve(folder, glob)),
    },
  };
}

function resolveBase(base: IsoSpec['base'] & { kind: 'iso' }, folder: string): IsoSpec['base'] {
  const isos = Object.entries(base.isos) as [Architecture, FileOrigin][];
  return {
    kind: 'iso',
    isos: Object.fromEntries(isos.map(([name, iso]) => [name, resolveOrigin(iso, folder)])),
  };
}

function resolveOrigin(origin: FileOrigin, folder: string): FileOrigin {
  return origin.kind === 'path' ? { ...origin, path: resolve(folder, origin.path) } : origin;
}
