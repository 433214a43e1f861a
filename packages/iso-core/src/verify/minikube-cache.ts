// What minikube itself has kept under the name of an ISO. It keeps ISOs that it downloads by the last part
// of their URL's path, decoded, and never looks at the URL again, so another ISO of the same name hides the
// right one.
// Source: minikube, pkg/minikube/download/iso.go and pkg/minikube/localpath/localpath.go.
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, posix } from 'node:path';
import { sha256File, type Architecture, type Environment } from '../runtime/index.js';

export interface KeptIso {
  readonly path: string;
  readonly sha256: string;
}

export interface KeptIsoQuery {
  /** The URL as it would be given to `minikube start --iso-url`. */
  readonly url: string;
  /** What the ISO at that URL is. */
  readonly sha256: string;
  readonly architecture: Architecture;
  readonly env?: Environment;
}

/**
 * The ISOs that minikube would use in place of the one at `url`: files of the same name with another
 * digest. A `file://` URL is used directly, so none stands in its way.
 */
export async function isosInTheWay(query: KeptIsoQuery): Promise<KeptIso[]> {
  const { protocol, pathname } = new URL(query.url);
  if (protocol === 'file:') return [];
  const found: KeptIso[] = [];
  for (const path of candidates(query, nameOf(pathname))) {
    if (!(await isFile(path))) continue;
    // What cannot be read minikube cannot use either.
    const sha256 = await sha256File(path).catch(() => query.sha256);
    if (sha256 !== query.sha256) found.push({ path, sha256 });
  }
  return found;
}

/** A plain name: what was decoded may hold further slashes. */
function nameOf(pathname: string): string {
  return posix.basename(decoded(pathname));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Since 1.26 each architecture has a folder of its own. */
function candidates({ env = process.env, architecture }: KeptIsoQuery, name: string): string[] {
  const homes = minikubeHomes(env['MINIKUBE_HOME'], env['HOME'] ?? homedir());
  return homes.flatMap((home) => {
    const folder = join(home, 'cache', 'iso');
    return [join(folder, architecture, name), join(folder, name)];
  });
}

/** MINIKUBE_HOME names the folder itself, or the one that `.minikube` lies in. */
function minikubeHomes(given: string | undefined, home: string): string[] {
  if (given === undefined || given === '') return [join(home, '.minikube')];
  return basename(given) === '.minikube' ? [given] : [join(given, '.minikube'), given];
}

async function isFile(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined);
  return facts?.isFile() === true;
}
