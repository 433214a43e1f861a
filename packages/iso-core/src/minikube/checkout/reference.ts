// What a spec says of the minikube to build: a released version, or a commit.
import { cleanLine, IsoError } from '../../runtime/index.js';
import { parseVersion, type Version } from '../releases/version.js';

export type MinikubeReference =
  | { readonly kind: 'version'; readonly tag: string; readonly version: Version }
  /** The whole SHA-1, or at least its first seven digits. */
  | { readonly kind: 'commit'; readonly digits: string };

/**
 * Reads `1.9.2`, `v1.9.2`, `93af9c1` or a whole commit. Throws `REFERENCE_INVALID` for everything else,
 * a branch before all: it is another commit tomorrow.
 */
export function parseReference(text: string): MinikubeReference {
  const version = parseVersion(text);
  if (version !== undefined) return { kind: 'version', tag: `v${version.join('.')}`, version };
  if (/^[0-9a-f]{7,40}$/i.test(text)) return { kind: 'commit', digits: text.toLowerCase() };
  const shown = cleanLine(text, 100);
  throw new IsoError(
    'REFERENCE_INVALID',
    `"${shown}" is neither a released version of minikube nor a commit`,
    {
      hint: 'Branches move: name a version such as 1.38.1, or a commit by at least seven digits.',
      details: { found: shown },
    },
  );
}
