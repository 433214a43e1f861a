// Where the cache folder is, and which names may stand in it.
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The cache folder: `NX_MINIKUBE_ISO_CACHE`, else `nx-minikube-iso` in `XDG_CACHE_HOME` (if absolute,
 * as the XDG base directory specification asks), else in `~/.cache`.
 */
export function cacheFolder(env: Environment = process.env, home: string = homedir()): string {
  const own = env['NX_MINIKUBE_ISO_CACHE'];
  if (own !== undefined && own !== '') return resolve(own);
  const shared = env['XDG_CACHE_HOME'];
  const parent = shared !== undefined && isAbsolute(shared) ? shared : join(home, '.cache');
  return join(parent, 'nx-minikube-iso');
}

/** A file name of letters, digits and `._+@-` that hides nothing and leads nowhere else. */
export function assertSafeName(name: string): void {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._+@-]{0,199}$/.test(name)) {
    throw new TypeError(`Not a name for the cache folder: ${JSON.stringify(name)}`);
  }
}
