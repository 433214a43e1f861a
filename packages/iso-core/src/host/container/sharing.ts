// How a container comes by the files of a job: it sees them where it can, and has copies otherwise.
import { sha256 } from '../../runtime/index.js';
import type { isCaseSensitive } from '../case-sensitivity.js';
import type { JobFolders } from '../machine.js';
import type { ContainerEngine } from './find-engine.js';
import type { JobFile } from './job-files.js';
import { mountValue, type Mount } from './mount.js';

/**
 * `seen`: mounted, where the engine sees this computer's files, as the user that they belong to. `copied`:
 * copied in and out, with a volume as the cache folder.
 */
export type Sharing = 'seen' | 'copied';

/**
 * Kernel sources have files that differ in nothing but case: a cache folder that takes them for one is of no
 * use to a build.
 */
export async function sharingWith(
  { isHere }: Pick<ContainerEngine, 'isHere'>,
  cache: string,
  tellsCases: typeof isCaseSensitive,
): Promise<Sharing> {
  return isHere && (await tellsCases(cache)) ? 'seen' : 'copied';
}

/** The user that a container runs as, and its mounts. */
export function sharingArguments(
  sharing: Sharing,
  { isRootless }: Pick<ContainerEngine, 'isRootless'>,
  folders: JobFolders,
  files: readonly JobFile[],
): string[] {
  // Root of a rootless engine's container is the user outside.
  const user = sharing === 'seen' && !isRootless ? thisUser() : '0:0';
  return [
    ...['--userns', 'host', '--user', user],
    // With SELinux a container sees nothing of the computer's, unless its files are labelled for it, which
    // would keep others from them.
    ...(sharing === 'seen' ? ['--security-opt', 'label=disable'] : []),
    ...mounts(sharing, folders, files).flatMap((mount) => ['--mount', mountValue(mount)]),
  ];
}

function mounts(
  sharing: Sharing,
  { cache, output }: JobFolders,
  files: readonly JobFile[],
): Mount[] {
  if (sharing === 'copied') return [{ type: 'volume', source: cacheVolume(cache), target: cache }];
  return [
    ...[cache, output].map((path): Mount => ({ type: 'bind', source: path, target: path })),
    ...files.map(({ source, path }): Mount => {
      return { type: 'bind', source, target: path, isReadOnly: true };
    }),
  ];
}

/** Object trees hold the path of the cache folder: another one has a volume of its own. */
function cacheVolume(cache: string): string {
  return `nx-minikube-iso-cache-${sha256(cache).slice(0, 8)}`;
}

function thisUser(): string {
  return `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
}
