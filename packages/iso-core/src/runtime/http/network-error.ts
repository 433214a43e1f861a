// What went wrong between here and a server, in words.
import { IsoError } from '../errors.js';
import { cleanLine } from '../text/clean-text.js';
import { displayUrl } from './url.js';

const CERTIFICATE_CODES = [
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection cut',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found (name server unreachable)',
  ETIMEDOUT: 'connection timed out',
  EPIPE: 'connection cut',
  UND_ERR_SOCKET: 'connection cut',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the transfer stalled',
};

/** `NETWORK_ERROR`: no whole answer came. `details.retry` says whether trying again may help. */
export function networkError(error: unknown, url: URL): IsoError {
  const code = errorCode(error);
  const certificate = CERTIFICATE_CODES.includes(code);
  const words =
    WORDS[code] ?? (error instanceof Error && error.message !== '' ? error.message : code);
  return new IsoError('NETWORK_ERROR', `${displayUrl(url)}: ${cleanLine(words, 200)}`, {
    hint: certificate
      ? 'If your network has a certificate authority of its own, name its PEM file in NODE_EXTRA_CA_CERTS.'
      : 'Check the network and the proxy settings (HTTPS_PROXY, NO_PROXY), or name a mirror.',
    cause: error,
    details: { url: displayUrl(url), code, reason: cleanLine(words, 200), retry: !certificate },
  });
}

function errorCode(error: unknown): string {
  // Several addresses tried (IPv6, IPv4) come as an AggregateError with a code of its own.
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'unknown error';
}
