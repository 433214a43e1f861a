// Where a repository says which ISO it uses: its Makefile, its programs, and texts that are named.
import {
  isoUrlSites,
  mayNameIso,
  readMakefile,
  type Makefile,
  type MakefileSite,
} from '../makefile/index.js';
import { textSites, type TextSite } from '../text/index.js';
import { typescriptSites, type TypescriptSite } from '../typescript/index.js';
import type { ListNames, ReadText, UrlSite } from '../url-site.js';

/** Files of the workspace, relative to it, with `/`. */
export interface PlaceFiles {
  /** Makefiles to look into. What one of them includes is part of it. */
  readonly makefiles: readonly string[];
  /** Programs and texts; each by the end of its name. */
  readonly others: readonly string[];
}

export interface MakefilePlaces {
  readonly makefile: Makefile;
  readonly sites: readonly MakefileSite[];
}

export interface ProgramPlaces {
  readonly file: string;
  readonly sites: readonly TypescriptSite[];
}

export interface TextPlaces {
  readonly file: string;
  readonly text: string;
  readonly sites: readonly TextSite[];
}

export interface Places {
  /** Those that name an ISO. */
  readonly makefiles: readonly MakefilePlaces[];
  readonly programs: readonly ProgramPlaces[];
  readonly texts: readonly TextPlaces[];
}

/** A place that is found by what it means. */
export type WrittenPlace = MakefileSite | TypescriptSite;

const MAKEFILE = /(?:^|\/)(?:GNUm|M|m)akefile(?:\.[^/]*)?$|\.(?:mk|make)$/;
const PROGRAM = /\.[cm]?[jt]s$/;

/** Whether a file is a Makefile by its name. */
export function isMakefileName(file: string): boolean {
  return MAKEFILE.test(file);
}

/** Errors: those of `readMakefile`, of `typescriptSites` and of `read`. */
export async function findPlaces(
  files: PlaceFiles,
  read: ReadText,
  namesIn: ListNames,
): Promise<Places> {
  const programs: ProgramPlaces[] = [];
  const texts: TextPlaces[] = [];
  for (const file of files.others) {
    const text = read(file);
    if (text === undefined) continue;
    if (PROGRAM.test(file)) programs.push({ file, sites: await typescriptSites(file, text) });
    else texts.push({ file, text, sites: textSites(file, text) });
  }
  return { makefiles: findMakefiles(files.makefiles, read, namesIn), programs, texts };
}

function findMakefiles(
  files: readonly string[],
  read: ReadText,
  namesIn: ListNames,
): MakefilePlaces[] {
  const found = new Map<string, MakefilePlaces>();
  const parts = new Set<string>();
  for (const file of files) {
    const text = read(file);
    if (text === undefined || parts.has(file) || !mayNameIso(text)) continue;
    const makefile = readMakefile(file, read, namesIn);
    const sites = isoUrlSites(makefile);
    if (sites.length === 0) continue;
    for (const part of makefile.lines.keys()) {
      parts.add(part);
      found.delete(part);
    }
    found.set(file, { makefile, sites });
  }
  return [...found.values()];
}

export function writtenPlaces({ makefiles, programs }: Places): WrittenPlace[] {
  return [...makefiles.flatMap(({ sites }) => sites), ...programs.flatMap(({ sites }) => sites)];
}

/** Whether the place has its URL from elsewhere, so that it cannot be moved. */
export function isComputed(site: WrittenPlace | UrlSite): boolean {
  if ('kind' in site) return site.kind === 'computed';
  return 'computed' in site;
}

/** Empty for a computed place. */
export function urlOf(site: WrittenPlace | UrlSite): string {
  return 'url' in site ? site.url : '';
}
