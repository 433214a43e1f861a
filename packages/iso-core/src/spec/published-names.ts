// What published files are called.
import type { Architecture } from '../runtime/index.js';
import type { IsoSpec } from './iso-spec.js';

export interface PublishedNames {
  readonly iso: string;
  /** Holds the bare hash, as minikube's own. */
  readonly sha256: string;
  readonly manifest: string;
  /** Times, cache hits and paths of one build; never published. */
  readonly build: string;
}

/** What the files of one architecture are called before what tells them apart: `minikube-amd64`. */
export function publishedStem(
  { output }: Pick<IsoSpec, 'output'>,
  architecture: Architecture,
): string {
  return `${output.name}-${architecture}`;
}

/** The plain file names of one architecture's build: `minikube-amd64.iso` and what stands beside it. */
export function publishedNames(
  spec: Pick<IsoSpec, 'output'>,
  architecture: Architecture,
): PublishedNames {
  const stem = publishedStem(spec, architecture);
  return {
    iso: `${stem}.iso`,
    sha256: `${stem}.iso.sha256`,
    manifest: `${stem}.manifest.json`,
    build: `${stem}.build.json`,
  };
}
