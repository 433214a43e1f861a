// What is kept beside the bytes of a publication: they never change, and say what they are.
import type { ObjectHeaders } from './store/object-store.js';
import { heldBy } from './publication.js';
import type { SealedIso } from './sealed-iso.js';
import type { PublishedKeys } from './target.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
/** S3 takes 2 KB of metadata in all (API reference, "User-defined object metadata"). */
const MOST_OPTIONS = 1200;

/** What each of the three is; the metadata is always that of the ISO. */
const CONTENT_TYPES: Readonly<Record<keyof PublishedKeys, string>> = {
  iso: 'application/x-iso9660-image',
  sha256: 'text/plain; charset=utf-8',
  manifest: 'application/json',
};

/** What goes with one of the three objects of a publication. */
export function headersOf(
  object: keyof PublishedKeys,
  { sha256, manifest }: Pick<SealedIso, 'sha256' | 'manifest'>,
): ObjectHeaders {
  const { architecture, kernel } = manifest;
  return {
    contentType: CONTENT_TYPES[object],
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
