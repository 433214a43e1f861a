// Marks in the texts that URLs are made of: by them make says which of the places a URL comes from.
import type { FileEdit } from '../text-edit.js';
import type { Piece } from './expand.js';
import type { Makefile } from './makefile.js';
import { otherUse } from './shared-use.js';
import { type MakefileSite, surveyed } from './sites.js';

interface MarkedPlaces {
  /** A mark behind each text that nothing but URLs of ISOs is made of. */
  readonly edits: readonly FileEdit[];
  /** The URL of each place with its marks; a place that they do not tell from all others has none. */
  readonly urls: ReadonlyMap<MakefileSite, string>;
}

/** What make says, as it would without marks. */
export function withoutMarks(text: string): string {
  return text.replace(/nxmark\d+x/g, '');
}

/** The Makefile is only to be read by make so: the URLs are no longer those of any ISO. */
export function markedPlaces(makefile: Makefile): MarkedPlaces {
  const { survey, sites } = surveyed(makefile);
  const edits = new Map<string, FileEdit>();
  const markedText = (piece: Piece): string => {
    const { file, start, end, text } = piece;
    if (file === '' || otherUse(survey, piece) !== undefined) return text;
    const key = `${file}:${start}:${end}`;
    const edit = edits.get(key) ?? { file, start: end, end, text: `nxmark${edits.size}x` };
    edits.set(key, edit);
    return text + edit.text;
  };
  const marked = sites.map((site) => [site, site.pieces.map(markedText).join('')] as const);
  const said = new Map<string, number>();
  for (const [, url] of marked) said.set(url, (said.get(url) ?? 0) + 1);
  const urls = marked.filter(([site, url]) => url !== site.url && said.get(url) === 1);
  return { edits: [...edits.values()], urls: new Map(urls) };
}
