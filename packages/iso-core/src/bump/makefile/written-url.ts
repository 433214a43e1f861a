// How a part of a URL is written in a Makefile so that make, and the shell after it, read it as it is.
import { IsoError } from '../../runtime/index.js';
import type { Piece } from './expand.js';
import type { Place } from './makefile.js';

/** Neither make nor a shell nor minikube takes any of these for more than itself within a word; `#` only make does. */
const SAFE = /^[\w.~:/@%+=#-]*$/;

/** @throws IsoError `BUMP_URL_UNWRITABLE` */
export function writtenUrl(text: string, { assignment }: Piece, { file, line }: Place): string {
  if (!SAFE.test(text)) {
    const character = [...text].find((one) => !SAFE.test(one)) ?? '';
    throw new IsoError(
      'BUMP_URL_UNWRITABLE',
      `${file}:${line}: the new URL has a ${JSON.stringify(character)}, which make, a shell or minikube may take for more than itself`,
      {
        hint: 'Publish under a URL of letters, digits and `-._~:/@%+=#`.',
        details: { text, character },
      },
    );
  }
  const isValue = assignment !== undefined && !assignment.isDefinition;
  return isValue ? text.replaceAll('#', '\\#') : text;
}
