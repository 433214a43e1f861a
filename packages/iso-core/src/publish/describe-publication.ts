// What a person reads when something was published, or taken back.
import { relative } from 'node:path';
import { byteSize, shellWord } from '../runtime/index.js';
import type { AbortResult } from './abort-publication.js';
import type { PublishResult } from './request.js';

/** A few plain lines; paths are shown relative to `folder`. */
export function describePublication(result: PublishResult, folder: string): string[] {
  if (result.status === 'dry run') return [...result.plan, 'Nothing was done: this was a dry run.'];
  const { publication, file, status } = result;
  const { url, sha256, size, architecture, kernelRelease, verified } = publication;
  return [
    status === 'published' ? `Published: ${url}` : `Already published, the same bytes: ${url}`,
    `SHA-256: ${sha256} (${byteSize(size)}, ${architecture}, Linux ${kernelRelease})`,
    ...(verified ? [] : ['It was published without verification, and its manifest says so.']),
    `Publication: ${relative(folder, file)}`,
    `Next: minikube start --iso-url=${shellWord(url)}`,
  ];
}

/** A few plain lines. */
export function describeAbort({ object, uploads, claim }: AbortResult): string[] {
  if (uploads === 0 && claim === undefined) return [`Nothing was begun at ${object}.`];
  return [
    `Taken back: ${object}`,
    `- ${uploads === 1 ? '1 upload' : `${uploads} uploads`} ended`,
    claim === undefined
      ? '- the name was not claimed'
      : `- the name is free again: it was claimed for ${claim}`,
  ];
}
