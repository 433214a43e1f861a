// Puts one ISO URL in place of another, wherever it stands in a text.
import type { FileEdit } from '../text-edit.js';
import { checkPlainUrl } from './plain-url.js';
import { isoBeside, likeIn } from './sidecars.js';
import { urlTokens } from './url-tokens.js';

/**
 * The edits that replace each old URL, and those of its checksum and manifest, by the new one. A longer URL that
 * begins or ends like an old one is another. Errors: `BUMP_URL_UNWRITABLE`.
 */
export function textEdits(
  file: string,
  text: string,
  replacements: ReadonlyMap<string, string>,
): FileEdit[] {
  const edits: FileEdit[] = [];
  for (const { start, end, url, escaped } of urlTokens(file, text)) {
    const old = isoBeside(url) ?? url;
    const iso = replacements.get(old);
    if (iso === undefined || iso === old) continue;
    checkPlainUrl(iso, file);
    const written = likeIn(url, iso);
    edits.push({ file, start, end, text: escaped ? written.replaceAll('/', '\\/') : written });
  }
  return edits;
}
