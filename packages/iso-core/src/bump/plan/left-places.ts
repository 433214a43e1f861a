// The places that a bump leaves as they are. None is passed over in silence.
import type { UrlSite } from '../url-site.js';
import { architectureOf, type Surroundings } from './architecture-of.js';
import { isComputed, urlOf, writtenPlaces, type Places, type WrittenPlace } from './places.js';
import type { Move } from './move.js';

/** Where they are, and why they stay: one line each. */
export function leftPlaces(
  places: Places,
  moves: readonly Move[],
  surroundings: Surroundings,
): string[] {
  const moved = new Set(moves.map(({ file, line, from }) => `${file}:${line} ${from}`));
  const sites = [...writtenPlaces(places), ...places.texts.flatMap((text) => text.sites)];
  return sites.flatMap((site) => {
    const place = `${site.file}:${site.line}`;
    if (moved.has(`${place} ${urlOf(site)}`)) return [];
    return [`${place} ${whyLeft(site, surroundings)}`];
  });
}

function whyLeft(site: WrittenPlace | UrlSite, surroundings: Surroundings): string {
  if (isComputed(site)) return 'computes its URL, which was not changed';
  const architecture = architectureOf(site, surroundings);
  return surroundings.targets[architecture] === undefined
    ? `is for ${architecture}, of which there is no new ISO`
    : `names ${urlOf(site)}, which is not the ISO in use`;
}
