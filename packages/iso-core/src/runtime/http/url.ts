// URLs from specs and the environment: which are taken, and how they may be shown.
import { IsoError } from '../errors.js';
import { cleanLine } from '../text/clean-text.js';

/** Parses an `http:` or `https:` URL; throws `URL_INVALID` on anything else. */
export function parseHttpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url;
  const shown = url === undefined ? cleanLine(text, 200) : displayUrl(url);
  throw new IsoError('URL_INVALID', `Not an http or https URL: ${shown}`, {
    hint: 'Give a URL such as https://example.com/minikube.iso; local files are named by "path".',
  });
}

/** A URL without what may be secret: user, password, query and fragment. */
export function displayUrl(url: URL | string): string {
  if (typeof url === 'string' && !URL.canParse(url)) return cleanLine(url, 200);
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.search = '';
  shown.hash = '';
  return cleanLine(shown.href, 1000);
}

/** `user:password@` of a URL as the value of an Authorization header. */
export function basicAuthorization(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
