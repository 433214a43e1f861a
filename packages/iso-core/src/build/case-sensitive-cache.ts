// Where a build on a Mac keeps what it keeps: the disk there is seldom case-sensitive, kernel trees are.
import { isCaseSensitive, withCaseSensitiveFolder, type BuildMachine } from '../host/index.js';
import { localRunner, openCache } from '../runtime/index.js';
import type { BuildContext } from './context.js';

const THIS_COMPUTER = { platform: process.platform, isCaseSensitive };

/**
 * Runs `build` with a cache folder that is case-sensitive: on a Mac in a disk image, if need be. A build in a
 * container keeps nothing there.
 */
export async function withCaseSensitiveCache<T>(
  context: BuildContext,
  machine: Pick<BuildMachine, 'kind'> | undefined,
  build: (context: BuildContext) => Promise<T>,
  computer: typeof THIS_COMPUTER = THIS_COMPUTER,
): Promise<T> {
  const { cache, progress, signal } = context;
  const mayNeed = computer.platform === 'darwin' && machine?.kind !== 'container';
  if (!mayNeed || (await computer.isCaseSensitive(cache.folder))) return build(context);
  return withCaseSensitiveFolder({ cache, run: localRunner, progress, signal }, (folder, held) =>
    build({ ...context, cache: openCache({ folder }), signal: held }),
  );
}
