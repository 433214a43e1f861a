// What is kept beside the bytes of a publication: they never change, and say what they are.
import type { ObjectHeaders } from './store/object-store.js';
import { heldBy } from './publication.js';
import type { SealedIso } from './sealed-iso.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
/** S3 takes 2 KB of metadata in all (API reference, "User-defined object metadata"). */
const MOST_OPTIONS = 1200;

export const CLAIM_HEADERS: ObjectHeaders = {
  contentType: 'text/plain; charset=utf-8',
  cacheControl: FOR_EVER,
};
export const MANIFEST_HEADERS: ObjectHeaders = {
  contentType: 'application/json',
  cacheControl: FOR_EVER,
};

export function isoHeaders({ sha256, manifest }: SealedIso): ObjectHeaders {
  const { architecture, kernel } = manifest;
  return {
    contentType: 'application/x-iso9660-image',
    cacheControl: FOR_EVER,
    metadata: {
      sha256,
      architecture,
      'kernel-release': printable(kernel.release),
      options: printable(shortened(heldBy(manifest))),
    },
  };
}

function shortened(names: readonly string[]): string {
  const text = names.join(',');
  return text.length <= MOST_OPTIONS
    ? text
    : `${text.slice(0, MOST_OPTIONS).replace(/,[^,]*$/, '')},…`;
}

/** Headers carry ASCII. */
function printable(text: string): string {
  return text.replace('…', '...').replace(/[^\x20-\x7e]/g, '?');
}
