// Which places are of the ISO that moves. A repository may name others: of another system, or of another spec.
import type { UrlSite } from '../url-site.js';
import type { Surroundings } from './architecture-of.js';
import { urlOf, type Places, type WrittenPlace } from './places.js';

/** Those that are not are left out, and a Makefile that has no other is. */
export function ownPlaces(
  { makefiles, programs, texts }: Places,
  surroundings: Surroundings,
): Places {
  const isOwn = (site: WrittenPlace | UrlSite) => whyForeign(site, surroundings) === undefined;
  return {
    makefiles: makefiles
      .map(({ makefile, sites }) => ({ makefile, sites: sites.filter(isOwn) }))
      .filter(({ sites }) => sites.length > 0),
    programs: programs.map(({ file, sites }) => ({ file, sites: sites.filter(isOwn) })),
    texts: texts.map(({ sites, ...text }) => ({ ...text, sites: sites.filter(isOwn) })),
  };
}

/**
 * What a place names instead; undefined where it is of the ISO that moves. One whose name says nothing is that
 * where its URL has `minikube` in it, or is in a folder of an ISO in use.
 */
export function whyForeign(
  site: WrittenPlace | UrlSite,
  { targets, known, others }: Surroundings,
): string | undefined {
  const url = urlOf(site);
  const inUse = [...Object.values(targets), ...Object.values(known)];
  if (url === '' || inUse.includes(url)) return undefined;
  const other = others.get(url);
  if (other !== undefined) return `names ${url}, the ISO of ${other}`;
  const beside = 'alternatives' in site ? site.alternatives : undefined;
  if (beside?.some((one) => inUse.includes(one)) === true)
    return `names ${url}, which stands beside the ISO in use`;
  const isNamed = !('isUnnamed' in site && site.isUnnamed) || /minikube/i.test(url);
  if (isNamed || inUse.some((one) => folderOf(one) === folderOf(url))) return undefined;
  return `names ${url}, and nothing says that it is minikube's`;
}

function folderOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/'));
}
