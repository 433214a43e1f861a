// The public addresses that files come from, and what replaces them where the net is another one.
import { type Environment, IsoError, isIsoError, parseHttpUrl } from '../runtime/index.js';

/** Base URLs in the order to try; given ones replace the public ones altogether. */
export interface Mirrors {
  readonly iso?: readonly string[];
  readonly kernel?: readonly string[];
}

export const ISO_MIRROR_VARIABLE = 'NX_MINIKUBE_ISO_ISO_MIRROR';
export const KERNEL_MIRROR_VARIABLE = 'NX_MINIKUBE_ISO_KERNEL_MIRROR';

/**
 * The mirrors of a spec, and for what it does not name those of the environment (one or more URLs,
 * separated by commas or spaces). Throws `MIRROR_INVALID` naming where a bad URL stands.
 */
export function resolveMirrors(spec: Mirrors = {}, env: Environment = process.env): Mirrors {
  const iso = spec.iso ?? listOf(env[ISO_MIRROR_VARIABLE]);
  const kernel = spec.kernel ?? listOf(env[KERNEL_MIRROR_VARIABLE]);
  check(iso, spec.iso === undefined ? ISO_MIRROR_VARIABLE : 'mirrors.iso');
  check(kernel, spec.kernel === undefined ? KERNEL_MIRROR_VARIABLE : 'mirrors.kernel');
  return { ...(iso === undefined ? {} : { iso }), ...(kernel === undefined ? {} : { kernel }) };
}

/** `path` below a base URL, with or without a `/` at its end; a query of the base is kept. */
export function below(base: string, path: string): string {
  const url = parseHttpUrl(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url.href;
}

function listOf(variable: string | undefined): readonly string[] | undefined {
  const urls = (variable ?? '').split(/[\s,]+/).filter((url) => url !== '');
  return urls.length === 0 ? undefined : urls;
}

function check(urls: readonly string[] | undefined, where: string): void {
  for (const url of urls ?? []) {
    try {
      parseHttpUrl(url);
    } catch (error) {
      if (!isIsoError(error, 'URL_INVALID')) throw error;
      throw new IsoError('MIRROR_INVALID', `${where}: ${error.message}`, {
        hint: `Set ${where} to a base URL such as https://mirror.example.com/minikube/iso.`,
        cause: error,
        details: { where },
      });
    }
  }
}
