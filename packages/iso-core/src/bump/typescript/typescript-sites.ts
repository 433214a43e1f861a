// Where a TypeScript or JavaScript file says which ISO is used.
import type { TypescriptSite } from './site.js';

/**
 * The places of a file. One that nowhere says `iso` has none, and the compiler is not loaded for it.
 * Errors: `BUMP_SYNTAX`.
 */
export async function typescriptSites(file: string, text: string): Promise<TypescriptSite[]> {
  if (!text.includes('iso')) return [];
  const { readSites } = await import('./read-sites.js');
  return readSites(file, text);
}
