// The answers of a person as the text of an ISO spec. Pure.
import { posix } from 'node:path';
import {
  ARCHITECTURES,
  assertArchitecture,
  BUCKET_NAME,
  cleanLine,
  IsoError,
  knownReleases,
  parseSpec,
  resolveRelease,
  type Architecture,
} from 'iso-core';
import { printJson } from '../json/print.js';

export interface Answers {
  readonly preset?: string;
  readonly minikube?: string;
  readonly architectures?: readonly Architecture[];
  readonly bucket?: string;
  /** Relative to the workspace. */
  readonly makefile?: string;
}

/** Where the spec will be, and where editors find its schema; relative to the workspace. */
export interface SpecPlace {
  readonly specPath: string;
  readonly schemaPath: string;
}

/**
 * The text of the spec that the answers make; it is a valid one. Errors: those of `resolveRelease` and
 * `assertArchitecture`, `PUBLISH_BUCKET_INVALID`, `SPEC_INVALID`.
 */
export function specText(answers: Answers, { specPath, schemaPath }: SpecPlace): string {
  const { preset = 'chaos-controller', bucket = '', makefile } = answers;
  const { architectures = ['amd64'], minikube = knownReleases().at(-1)?.tag ?? '' } = answers;
  const release = resolveRelease(minikube);
  for (const architecture of architectures) assertArchitecture(release, architecture);
  assertBucket(bucket);
  const fromSpec = (path: string) => posix.relative(posix.dirname(specPath), path);
  const text = printJson({
    $schema: fromSpec(schemaPath).replace(/^(?!\.)/, './'),
    minikube: release.tag.replace(/^v/, ''),
    architectures: ARCHITECTURES.filter((architecture) => architectures.includes(architecture)),
    kernel: { require: [preset] },
    ...(bucket === '' ? {} : { publish: { bucket } }),
    ...(makefile === undefined ? {} : { bump: { makefile: fromSpec(makefile) } }),
  });
  parseSpec(text, { path: specPath });
  return `${text}\n`;
}

/** An empty answer is for no bucket. */
function assertBucket(bucket: string): void {
  if (bucket === '' || BUCKET_NAME.test(bucket)) return;
  const found = cleanLine(bucket, 80);
  throw new IsoError(
    'PUBLISH_BUCKET_INVALID',
    `--bucket: expected the name of a bucket, found ${found}`,
    { hint: 'Give the name alone, without s3:// and without a folder.', details: { found } },
  );
}
