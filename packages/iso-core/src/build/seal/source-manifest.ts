// The manifest of an ISO that was built from minikube's sources. Pure.
import type { Manifest } from '../../inspect/index.js';
import type { GateResult } from '../../kernel/index.js';
import { configChanges } from '../engine/config-changes.js';
import type { SourceInputs } from '../engine/source/source-inputs.js';
import { finishedEntries, type FinishedParts } from './finished-entries.js';

export interface SourceManifestParts extends FinishedParts {
  readonly inputs: SourceInputs;
  /** Of the edited defconfig against minikube's own. */
  readonly gated: GateResult;
}

export function sourceManifest(parts: SourceManifestParts): Manifest {
  const { inputs, gated } = parts;
  const { source, minikube, layout } = inputs;
  return {
    ...finishedEntries(parts),
    minikube: {
      repository: source.repository,
      commit: minikube.commit,
      ...(minikube.release === undefined ? {} : { release: minikube.release }),
      ...(layout.isoVersion === undefined ? {} : { isoVersion: layout.isoVersion }),
    },
    engine: 'source',
    routeReasons: [],
    ...configChanges(gated),
    modules: { added: [], replaced: [], removed: [], foreign: [] },
  };
}
