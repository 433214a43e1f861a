// How connections are made: directly or through the environment's proxies, trusting Node's certificate
// authorities and those that the environment adds.
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';
import { IsoError } from '../errors.js';
import { cleanLine } from '../text/clean-text.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const CONNECT_MILLISECONDS = 20_000;
const known = new Map<string, Promise<Dispatcher>>();

/**
 * The dispatcher for an environment: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` in either
 * case (lower first, as curl does), and the PEM files `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`. Node
 * itself reads the former only when it starts; here a value set later counts as well. They are read
 * for what speaks TLS alone. One dispatcher is kept for each set of values. Rejects with
 * `PROXY_INVALID` or `CA_CERTIFICATES_UNREADABLE`.
 */
export function dispatcherFor(env: Environment, protocol: string): Promise<Dispatcher> {
  const settings = settingsOf(env, protocol);
  const key = JSON.stringify(settings);
  const existing = known.get(key);
  if (existing !== undefined) return existing;
  const made = makeDispatcher(settings);
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}

interface Settings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
  readonly certificateFiles: readonly string[];
}

function settingsOf(env: Environment, protocol: string): Settings {
  const either = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? '';
  const all = either('ALL_PROXY');
  const httpProxy = either('HTTP_PROXY') || all;
  const secure = protocol === 'https:' || httpProxy.startsWith('https:');
  const files = secure ? [env['NODE_EXTRA_CA_CERTS'], env['SSL_CERT_FILE']] : [];
  return {
    httpProxy,
    httpsProxy: either('HTTPS_PROXY') || all,
    noProxy: either('NO_PROXY'),
    certificateFiles: files.filter((file): file is string => file !== undefined && file !== ''),
  };
}

async function makeDispatcher(settings: Settings): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const ca = await certificates(settings.certificateFiles);
  const tls = { timeout: CONNECT_MILLISECONDS, ...(ca === undefined ? {} : { ca }) };
  const { httpProxy, httpsProxy, noProxy } = settings;
  if (httpProxy === '' && httpsProxy === '') return new Agent({ connect: tls });
  try {
    return new EnvHttpProxyAgent({
      httpProxy: withScheme(httpProxy),
      httpsProxy: withScheme(httpsProxy),
      noProxy,
      // A CONNECT to port 80 is refused by many proxies; plain requests are what they expect.
      proxyTunnel: false,
      connect: tls,
      requestTls: tls,
      proxyTls: tls,
    });
  } catch (error) {
    throw new IsoError('PROXY_INVALID', 'The proxy of the environment is not a URL', {
      hint: 'Set HTTP_PROXY and HTTPS_PROXY to something like http://proxy.example.com:3128.',
      cause: error,
    });
  }
}

function withScheme(proxy: string): string {
  return proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`;
}

async function certificates(files: readonly string[]): Promise<string[] | undefined> {
  if (files.length === 0) return undefined;
  const extra = await Promise.all(files.map(readCertificates));
  return [...rootCertificates, ...extra];
}

async function readCertificates(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new IsoError('CA_CERTIFICATES_UNREADABLE', `Cannot read ${cleanLine(file)}`, {
      hint: 'Correct NODE_EXTRA_CA_CERTS or SSL_CERT_FILE, or unset it.',
      cause: error,
    });
  }
}
