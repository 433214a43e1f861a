// Puts one ISO URL in place of another, wherever it stands in a text.
import type { FileEdit } from '../text-edit.js';
import { checkPlainUrl } from './plain-url.js';
import { urlTokens } from './url-tokens.js';

/** Of the checksum beside an ISO. It goes with its ISO: minikube refuses an ISO by a stale one. */
const CHECKSUM = '.sha256';

/**
 * The edits that replace each old URL, and the URL of its checksum, by the new one. A longer URL that begins
 * or ends like an old one is another. Errors: `BUMP_URL_UNWRITABLE`.
 */
export function textEdits(
  file: string,
  text: string,
  replacements: ReadonlyMap<string, string>,
): FileEdit[] {
  const edits: FileEdit[] = [];
  for (const { start, end, url, escaped } of urlTokens(file, text)) {
    const suffix = url.endsWith(CHECKSUM) ? CHECKSUM : '';
    const old = url.slice(0, url.length - suffix.length);
    const iso = replacements.get(old);
    if (iso === undefined || iso === old) continue;
    checkPlainUrl(iso, file);
    const written = `${iso}${suffix}`;
    edits.push({ file, start, end, text: escaped ? written.replaceAll('/', '\\/') : written });
  }
  return edits;
}
