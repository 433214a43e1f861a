// Which of a spec's architectures is meant.
import { IsoError, type Architecture } from '../runtime/index.js';
import type { IsoSpec } from './iso-spec.js';

/** The one that is wanted, else the only one of the spec. Error: `ARCHITECTURE_NOT_CHOSEN`. */
export function chooseArchitecture(
  { architectures }: Pick<IsoSpec, 'architectures'>,
  wanted: Architecture | undefined,
): Architecture {
  const [only, ...others] = architectures;
  if (wanted !== undefined && architectures.includes(wanted)) return wanted;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  throw new IsoError(
    'ARCHITECTURE_NOT_CHOSEN',
    `The spec is for ${architectures.join(' and ')}, ${wanted === undefined ? 'and none was chosen' : `not for ${wanted}`}`,
    {
      hint: `Choose one: --architecture=${architectures.join(' or --architecture=')}`,
      details: { expected: architectures, found: wanted },
    },
  );
}
