// The manifest of a finished build, from what the stages found. Pure.
import type { AcquiredBase, Inspection, Manifest } from '../../inspect/index.js';
import type { Outcome } from '../engine/outcome.js';
import { finishedEntries, type FinishedParts } from './finished-entries.js';

export interface ManifestParts extends FinishedParts {
  readonly acquired: AcquiredBase;
  readonly base: Inspection;
  readonly outcome: Outcome;
}

export function buildManifest(parts: ManifestParts): Manifest {
  const { acquired, base, outcome } = parts;
  const finished = finishedEntries(parts);
  return {
    ...finished,
    base: {
      origin: acquired.origin,
      sha256: acquired.sha256,
      size: acquired.size,
      trust: acquired.trust,
    },
    engine: 'remaster',
    route: outcome.route,
    routeReasons: [...outcome.reasons],
    kernel: { ...finished.kernel, ...outcome.kernel },
    configChanges: [...outcome.configChanges],
    excusedChanges: [...outcome.excusedChanges],
    modules: modulesEntry(parts),
    initrd: {
      ...finished.initrd,
      baseSize: base.content?.initrdSize ?? 0,
      baseUnpackedSize: base.content?.unpackedSize ?? 0,
    },
  };
}

function modulesEntry({ base, outcome }: ManifestParts): Manifest['modules'] {
  const had = base.content?.root.entries;
  const written = [...outcome.rootChanges.written]
    .map(([path, digest]) => ({ path, sha256: digest }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return {
    added: written.filter(({ path }) => had?.has(path) !== true),
    replaced: written.filter(({ path }) => had?.has(path) === true),
    removed: [...outcome.rootChanges.removed].sort(),
    foreign: outcome.foreign.map(({ path, decision }) => ({ path, decision })),
  };
}
