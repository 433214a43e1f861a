// Bumps a program as the generator does, for tests.
import { applyEdits } from '../text-edit.js';
import type { TypescriptSite } from './site.js';
import { typescriptEdits } from './typescript-edits.js';
import { typescriptSites } from './typescript-sites.js';

/** The text with every site at `url`, or at what is wished for it. */
export async function bumped(
  text: string,
  url: string | ((site: TypescriptSite) => string | undefined),
  file = '.projenrc.ts',
): Promise<string> {
  const sites = await typescriptSites(file, text);
  const wishes = new Map<TypescriptSite, string>();
  for (const site of sites) {
    const wish = typeof url === 'string' ? url : url(site);
    if (wish !== undefined) wishes.set(site, wish);
  }
  return applyEdits(text, typescriptEdits(sites, wishes));
}

/** The URLs that a text says, or `line: expression` of what is computed. */
export async function urlsIn(text: string, file = '.projenrc.ts'): Promise<string[]> {
  const sites = await typescriptSites(file, text);
  return sites.map((site) =>
    site.kind === 'written' ? site.url : `${site.line}: ${site.expression}`,
  );
}
