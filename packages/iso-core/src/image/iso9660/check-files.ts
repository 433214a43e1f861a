// Whether every file of an ISO can be read, found out before any work is done on it.
import type { IsoImage } from './iso-image.js';

/**
 * Looks at every entry, and reads no file. Errors: `ISO_CORRUPT` for a file that reaches past the end, for
 * directories that loop and for names that lead elsewhere; `ISO_UNSUPPORTED` for a file in pieces.
 */
export async function checkFiles(iso: IsoImage): Promise<void> {
  for await (const entry of iso.entries()) if (entry.kind === 'file') iso.open(entry);
}
