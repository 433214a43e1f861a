// The places of plain texts, which change where they have the very URL in use.
import type { FileEdit } from '../text-edit.js';
import { textEdits, type TextSite } from '../text/index.js';
import { isIsoUrl } from '../url-site.js';
import { architectureOf, type Surroundings, type Targets } from './architecture-of.js';
import { urlsLeft, type Move } from './move.js';
import type { TextPlaces } from './places.js';

export interface TextMoves {
  readonly moves: readonly Move[];
  readonly edits: readonly FileEdit[];
}

/**
 * Exact replacements of `current`, the URLs in use. Of what nothing is known, the text itself says which ISO it
 * is on; what is beside an ISO goes with it. Errors: those of `textEdits`.
 */
export function textMoves(
  texts: readonly TextPlaces[],
  current: Targets,
  surroundings: Surroundings,
): TextMoves[] {
  return texts.map(({ file, text, sites }) => {
    const isos = sites.filter(({ isBeside }) => !isBeside);
    const beside = sites.filter(({ isBeside }) => isBeside);
    const ofIsos = isos.flatMap((site) => moveOf(site, current, surroundings) ?? []);
    const inUse = { ...urlsLeft(ofIsos), ...current };
    const moves = [...ofIsos, ...beside.flatMap((site) => moveOf(site, inUse, surroundings) ?? [])];
    const replacements = new Map(moves.map(({ from, to }) => [from, to]));
    return { moves, edits: textEdits(file, text, replacements) };
  });
}

function moveOf(site: TextSite, inUse: Targets, surroundings: Surroundings): Move | undefined {
  const { file, line, url, isBeside } = site;
  const architecture = architectureOf(site, surroundings);
  const to = surroundings.targets[architecture];
  const isInUse = url === to || url === inUse[architecture];
  const isOnly = inUse[architecture] === undefined && !isBeside;
  if (to === undefined || !isIsoUrl(url) || !(isInUse || isOnly)) return undefined;
  return { architecture, file, line, from: url, to };
}
