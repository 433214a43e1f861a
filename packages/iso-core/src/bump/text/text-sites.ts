// Where a text of no special kind (YAML, JSON, TOML, Markdown, .env, shell) names an ISO.
import { architectureOfUrl, isIsoUrl, isIsoUrlName, type UrlSite } from '../url-site.js';
import { isoBeside } from './sidecars.js';
import { urlTokens } from './url-tokens.js';

export interface TextSite extends UrlSite {
  /** Whether it is the URL of a file beside that ISO: its checksum, or its manifest. */
  readonly isBeside: boolean;
}

/** A name stands right before its value; a minified file is one line. */
const MOST_BEFORE = 100;

/**
 * Every ISO URL of the text that is written out, one with a query or fragment too. One with a `$` is put together
 * elsewhere.
 */
export function textSites(file: string, text: string): TextSite[] {
  const sites: TextSite[] = [];
  let [line, position] = [1, 0];
  for (const { start, url: found } of urlTokens(file, text)) {
    line += text.slice(position, start).split('\n').length - 1;
    position = start;
    const iso = isoBeside(found);
    const url = iso ?? found;
    const plain = url.replace(/[?#].*$/, '');
    if (!isIsoUrl(plain) || url.includes('$')) continue;
    const architecture = architectureOfUrl(plain);
    const [before = ''] = text
      .slice(Math.max(start - MOST_BEFORE, 0), start)
      .split('\n')
      .slice(-1);
    sites.push({
      file,
      line,
      url,
      ...(architecture === undefined ? {} : { architecture }),
      isUnnamed: !isIsoUrlName(before),
      isBeside: iso !== undefined,
    });
  }
  return sites;
}
