// The manifest of a finished build, from what the stages found. Pure.
import {
  MANIFEST_VERSION,
  PRODUCER,
  requirementEntry,
  type AcquiredBase,
  type Inspection,
  type Manifest,
  type RequirementVerdict,
} from '../../inspect/index.js';
import { sha256 } from '../../runtime/index.js';
import type { Outcome } from '../engine/outcome.js';

export interface ManifestParts {
  readonly isoName: string;
  readonly isoSha256: string;
  readonly acquired: AcquiredBase;
  readonly base: Inspection;
  readonly result: Inspection;
  readonly verdicts: readonly RequirementVerdict[];
  readonly outcome: Outcome;
}

export function buildManifest(parts: ManifestParts): Manifest {
  const { acquired, base, result, outcome } = parts;
  return {
    manifestVersion: MANIFEST_VERSION,
    iso: {
      name: parts.isoName,
      sha256: parts.isoSha256,
      size: result.size,
      volumeId: result.volumeId,
    },
    architecture: result.architecture,
    base: {
      origin: acquired.origin,
      sha256: acquired.sha256,
      size: acquired.size,
      trust: acquired.trust,
    },
    engine: 'remaster',
    route: outcome.route,
    routeReasons: [...outcome.reasons],
    kernel: {
      release: result.kernel.release,
      sha256: result.kernel.sha256,
      configSha256: sha256(result.kernel.configText),
      ...(outcome.kernel === undefined ? {} : outcome.kernel),
    },
    requirements: parts.verdicts.map(requirementEntry),
    configChanges: [...outcome.configChanges],
    excusedChanges: [...outcome.excusedChanges],
    modules: modulesEntry(parts),
    initrd: {
      size: result.content?.initrdSize ?? 0,
      unpackedSize: result.content?.unpackedSize ?? 0,
      baseSize: base.content?.initrdSize ?? 0,
      baseUnpackedSize: base.content?.unpackedSize ?? 0,
    },
    producedBy: PRODUCER,
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
