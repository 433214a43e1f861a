// What of this computer's environment a build on a machine sees: the rest is about this computer.
import { resolve } from 'node:path';
import { ISO_MIRROR_VARIABLE, KERNEL_MIRROR_VARIABLE } from '../../minikube/index.js';
import type { Environment } from '../../runtime/index.js';

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'];

/** Variables that name a file. */
const FILES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'];

const NAMES = [
  ...PROXIES,
  ...PROXIES.map((name) => name.toLowerCase()),
  ...FILES,
  ...['SOURCE_DATE_EPOCH', ISO_MIRROR_VARIABLE, KERNEL_MIRROR_VARIABLE],
];

/** The variables that go along, and the absolute paths of the files that they name. */
export function jobEnvironment(env: Environment): {
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly string[];
} {
  const known: [string, string][] = NAMES.flatMap((name) => {
    const value = env[name];
    if (value === undefined || value === '') return [];
    return [[name, FILES.includes(name) ? resolve(value) : value]];
  });
  const files = known.filter(([name]) => FILES.includes(name)).map(([, path]) => path);
  return { env: Object.fromEntries(known), files };
}
