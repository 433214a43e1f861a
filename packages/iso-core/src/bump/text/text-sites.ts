// Where a text of no special kind (YAML, JSON, TOML, Markdown, .env, shell) names an ISO.
import { architectureOfUrl, isIsoUrl, type UrlSite } from '../url-site.js';
import { urlTokens } from './url-tokens.js';

/** Every ISO URL of the text that is written out. One with a `$` is put together elsewhere. */
export function textSites(file: string, text: string): UrlSite[] {
  const sites: UrlSite[] = [];
  let [line, position] = [1, 0];
  for (const { start, url } of urlTokens(file, text)) {
    line += text.slice(position, start).split('\n').length - 1;
    position = start;
    if (!isIsoUrl(url) || url.includes('$')) continue;
    const architecture = architectureOfUrl(url);
    sites.push({ file, line, url, ...(architecture === undefined ? {} : { architecture }) });
  }
  return sites;
}
