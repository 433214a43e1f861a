// The places of plain texts, which change where they have the very URL in use.
import type { FileEdit } from '../text-edit.js';
import { textEdits } from '../text/index.js';
import { architectureOf, type Surroundings, type Targets } from './architecture-of.js';
import type { Move } from './move.js';
import type { TextPlaces } from './places.js';

export interface TextMoves {
  readonly moves: readonly Move[];
  readonly edits: readonly FileEdit[];
}

/**
 * Exact replacements of `current`, the URLs in use. Of what nothing is known, the text itself says which ISO it
 * is on. Errors: those of `textEdits`.
 */
export function textMoves(
  texts: readonly TextPlaces[],
  current: Targets,
  surroundings: Surroundings,
): TextMoves[] {
  return texts.map(({ file, text, sites }) => {
    const moves = sites.flatMap((site): Move[] => {
      const { line, url } = site;
      const architecture = architectureOf(site, surroundings);
      const to = surroundings.targets[architecture];
      const from = current[architecture] ?? url;
      if (to === undefined || (url !== from && url !== to)) return [];
      return [{ architecture, file, line, from: url, to }];
    });
    const replacements = new Map(moves.map(({ from, to }) => [from, to]));
    return { moves, edits: textEdits(file, text, replacements) };
  });
}
