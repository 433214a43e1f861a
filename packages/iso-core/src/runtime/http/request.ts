// One HTTP request with redirects followed: what downloads and remote reading are made of.
import { cancellation } from '../cancel.js';
import { IsoError } from '../errors.js';
import { bodyPieces } from './body.js';
import { type Environment, dispatcherFor } from './dispatcher.js';
import { networkError } from './network-error.js';
import { basicAuthorization, displayUrl, parseHttpUrl } from './url.js';

const MOST_REDIRECTS = 10;
const STALL_MILLISECONDS = 60_000;

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD';
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** For proxies and certificate authorities, see `dispatcherFor`. Default: `process.env`. */
  readonly env?: Environment | undefined;
  /** The longest silence before the headers and between two pieces of the body. Default: 60 s. */
  readonly stallMilliseconds?: number | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** After redirects. */
  readonly url: URL;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The body in pieces, once. Rejects with `NETWORK_ERROR` when it is cut, `CANCELLED` if aborted. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up the body; needed when it is not read to its end. */
  discard(): void;
}

/**
 * Sends one request, follows up to ten redirects (never from https to http), and resolves with whatever
 * status comes. Nothing is decompressed: `accept-encoding: identity` is asked for. Credentials in the
 * URL go to its own origin only. Rejects with `URL_INVALID`, `NETWORK_ERROR`, `REDIRECT_REFUSED`,
 * `CANCELLED`, `PROXY_INVALID` or `CA_CERTIFICATES_UNREADABLE`.
 */
export async function httpRequest(
  address: string,
  options: HttpRequest = {},
): Promise<HttpResponse> {
  const first = parseHttpUrl(address);
  let url = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await send(url, first, options);
    const location = [301, 302, 303, 307, 308].includes(response.status)
      ? response.header('location')
      : undefined;
    if (location === undefined) return response;
    response.discard();
    const next = redirectTarget(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') {
      throw refused(first, 'it leads from https to http');
    }
    url = next;
  }
  throw refused(first, `more than ${MOST_REDIRECTS} in a row`);
}

function redirectTarget(location: string, from: URL): URL {
  if (!URL.canParse(location, from.href))
    throw refused(from, 'it leads to something that is no URL');
  return parseHttpUrl(new URL(location, from).href);
}

function refused(url: URL, why: string): IsoError {
  return new IsoError('REDIRECT_REFUSED', `${displayUrl(url)}: redirect not followed, ${why}`, {
    hint: 'Name the address it should lead to, or another mirror.',
    details: { url: displayUrl(url) },
  });
}

async function send(url: URL, first: URL, options: HttpRequest): Promise<HttpResponse> {
  const { signal, stallMilliseconds = STALL_MILLISECONDS } = options;
  const authorization = url.origin === first.origin ? basicAuthorization(first) : undefined;
  const { request } = await import('undici');
  const dispatcher = await dispatcherFor(options.env ?? process.env, url.protocol);
  try {
    const response = await request(url.origin + url.pathname + url.search, {
      dispatcher,
      method: options.method ?? 'GET',
      headers: {
        'user-agent': 'nx-minikube-iso',
        'accept-encoding': 'identity',
        ...options.headers,
        ...(authorization === undefined ? {} : { authorization }),
      },
      headersTimeout: stallMilliseconds,
      bodyTimeout: stallMilliseconds,
      signal: signal ?? null,
    });
    const { body, headers } = response;
    const queue = bodyPieces(body);
    return {
      status: response.statusCode,
      url,
      header(name) {
        const value = headers[name];
        return Array.isArray(value) ? value.join(', ') : value;
      },
      body: pieces(queue, url, signal),
      discard: () => void body.destroy(),
    };
  } catch (error) {
    throw signal?.aborted ? cancellation(signal) : networkError(error, url);
  }
}

async function* pieces(
  body: AsyncIterable<Uint8Array>,
  url: URL,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body) yield piece;
  } catch (error) {
    throw signal?.aborted ? cancellation(signal) : networkError(error, url);
  }
}
