// The places that a bump leaves as they are. None is passed over in silence.
import type { UrlSite } from '../url-site.js';
import { architectureOf, type Surroundings } from './architecture-of.js';
import { placeOf, type Move } from './move.js';
import { whyForeign } from './own-places.js';
import { isComputed, urlOf, writtenPlaces, type Places, type WrittenPlace } from './places.js';

export interface LeftPlace {
  readonly file: string;
  readonly line: number;
  /** `names https://…, which is not the ISO in use` */
  readonly why: string;
}

/** What is beside another ISO is not told apart from what has nothing to do with any. */
export function leftPlaces(
  places: Places,
  moves: readonly Move[],
  surroundings: Surroundings,
): LeftPlace[] {
  const moved = new Set(moves.map((move) => `${placeOf(move)} ${move.from}`));
  const texts = places.texts.flatMap(({ sites }) =>
    sites.filter((site) => !site.isBeside || whyForeign(site, surroundings) === undefined),
  );
  return [...writtenPlaces(places), ...texts].flatMap((site) => {
    const { file, line } = site;
    if (moved.has(`${placeOf(site)} ${urlOf(site)}`)) return [];
    return [{ file, line, why: whyLeft(site, surroundings) }];
  });
}

/** As people read it. */
export function lineOf(left: LeftPlace): string {
  return `${placeOf(left)} ${left.why}`;
}

function whyLeft(site: WrittenPlace | UrlSite, surroundings: Surroundings): string {
  if (isComputed(site)) return 'computes its URL, which was not changed';
  const foreign = whyForeign(site, surroundings);
  if (foreign !== undefined) return foreign;
  const architecture = architectureOf(site, surroundings);
  return surroundings.targets[architecture] === undefined
    ? `is for ${architecture}, of which there is no new ISO`
    : `names ${urlOf(site)}, which is not the ISO in use`;
}
