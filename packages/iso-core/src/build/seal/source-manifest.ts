// The manifest of an ISO that was built from minikube's sources. Pure.
import {
  MANIFEST_VERSION,
  PRODUCER,
  requirementEntry,
  type Inspection,
  type Manifest,
  type RequirementVerdict,
} from '../../inspect/index.js';
import type { GateResult } from '../../kernel/index.js';
import { sha256 } from '../../runtime/index.js';
import { configChanges } from '../engine/config-changes.js';
import type { SourceInputs } from '../engine/source/source-inputs.js';

export interface SourceManifestParts {
  readonly isoName: string;
  readonly isoSha256: string;
  readonly inputs: SourceInputs;
  readonly result: Inspection;
  readonly verdicts: readonly RequirementVerdict[];
  /** Of the edited defconfig against minikube's own. */
  readonly gated: GateResult;
}

export function sourceManifest(parts: SourceManifestParts): Manifest {
  const { inputs, result, gated } = parts;
  const { source, minikube, layout } = inputs;
  return {
    manifestVersion: MANIFEST_VERSION,
    iso: {
      name: parts.isoName,
      sha256: parts.isoSha256,
      size: result.size,
      volumeId: result.volumeId,
    },
    architecture: result.architecture,
    minikube: {
      repository: source.repository,
      commit: minikube.commit,
      ...(minikube.release === undefined ? {} : { release: minikube.release }),
      ...(layout.isoVersion === undefined ? {} : { isoVersion: layout.isoVersion }),
    },
    engine: 'source',
    routeReasons: [],
    kernel: {
      release: result.kernel.release,
      sha256: result.kernel.sha256,
      configSha256: sha256(result.kernel.configText),
    },
    requirements: parts.verdicts.map(requirementEntry),
    ...configChanges(gated),
    modules: { added: [], replaced: [], removed: [], foreign: [] },
    initrd: {
      size: result.content?.initrdSize ?? 0,
      unpackedSize: result.content?.unpackedSize ?? 0,
    },
    producedBy: PRODUCER,
  };
}
