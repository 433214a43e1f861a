// Files of an ISO that its own boot loader names.
import type { ByteSource, IsoImage } from '../image/index.js';
import { IsoError } from '../runtime/index.js';

/** The file at `path`; the boot loader's config named it, so its absence is the ISO's fault. */
export async function openFileOf(iso: IsoImage, path: string): Promise<ByteSource> {
  const entry = await iso.find(path);
  if (entry === undefined) {
    throw new IsoError(
      'ISO_FILE_MISSING',
      `${iso.source.name}: its boot loader starts ${path}, which is not there`,
      {
        hint: 'The ISO is incomplete: fetch or build it again.',
        details: { name: iso.source.name, path },
      },
    );
  }
  return iso.open(entry);
}
