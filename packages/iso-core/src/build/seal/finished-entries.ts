// What a manifest says of the finished ISO, whichever engine made it. Pure.
import {
  MANIFEST_VERSION,
  PRODUCER,
  requirementEntry,
  type Inspection,
  type Manifest,
  type RequirementVerdict,
} from '../../inspect/index.js';
import { sha256 } from '../../runtime/index.js';

export interface FinishedParts {
  readonly isoName: string;
  readonly isoSha256: string;
  readonly result: Inspection;
  readonly verdicts: readonly RequirementVerdict[];
}

export function finishedEntries({
  isoName,
  isoSha256,
  result,
  verdicts,
}: FinishedParts): Pick<
  Manifest,
  'manifestVersion' | 'iso' | 'architecture' | 'kernel' | 'requirements' | 'initrd' | 'producedBy'
> {
  const { size, volumeId, architecture, kernel, content } = result;
  return {
    manifestVersion: MANIFEST_VERSION,
    iso: { name: isoName, sha256: isoSha256, size, volumeId },
    architecture,
    kernel: {
      release: kernel.release,
      sha256: kernel.sha256,
      configSha256: sha256(kernel.configText),
    },
    requirements: verdicts.map(requirementEntry),
    initrd: { size: content?.initrdSize ?? 0, unpackedSize: content?.unpackedSize ?? 0 },
    producedBy: PRODUCER,
  };
}
