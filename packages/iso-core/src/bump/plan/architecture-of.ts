// Which architecture a place is for. A wrong answer would have it boot another architecture's ISO.
import type { Architecture } from '../../runtime/index.js';
import type { UrlSite } from '../url-site.js';

/** A URL for each architecture. */
export type Targets = Readonly<Partial<Record<Architecture, string>>>;

export interface Surroundings {
  /** The URL to move to, of each architecture that there is a new ISO for. */
  readonly targets: Targets;
  /** The URL that each architecture is known to be on. */
  readonly known: Targets;
  /** The URLs that other specs' locks hold, each with the name of its lock. */
  readonly others: ReadonlyMap<string, string>;
  /** What a place is for that says it in no way. */
  readonly unnamed: Architecture;
}

/** By its name or condition, else by the URL, which is known to be that architecture's. */
export function architectureOf(
  site: Pick<UrlSite, 'file' | 'line'> & Partial<UrlSite>,
  { targets, known, unnamed }: Surroundings,
): Architecture {
  return site.architecture ?? ownerOf(site.url, known) ?? ownerOf(site.url, targets) ?? unnamed;
}

/** The only architecture that there is, else amd64, whose official ISOs long had none in their names. */
export function unnamedArchitecture(architectures: readonly Architecture[]): Architecture {
  const [only = 'amd64', ...others] = architectures;
  return others.length === 0 ? only : 'amd64';
}

function ownerOf(url: string | undefined, urls: Targets): Architecture | undefined {
  const all = Object.entries(urls) as [Architecture, string][];
  return all.find(([, one]) => one === url)?.[0];
}
