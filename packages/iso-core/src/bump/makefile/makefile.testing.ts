// Makefiles for tests: read from memory, and asked of GNU make.
import { applyEdits } from '../text-edit.js';
import { editsFor, isoUrlSites, readMakefile, type MakefileSite } from './index.js';

export type Files = Readonly<Record<string, string>>;

/** Makefiles by their paths; one alone is the `Makefile`. */
export function filesOf(files: string | Files): Files {
  return typeof files === 'string' ? { Makefile: files } : files;
}

export function makefileOf(files: string | Files) {
  const all = filesOf(files);
  return readMakefile(Object.keys(all)[0] ?? 'Makefile', (file) => all[file], namesIn(all));
}

/** What is in a folder. */
function namesIn(files: Files): (folder: string) => string[] {
  return (folder) => {
    const before = folder === '.' ? '' : `${folder}/`;
    const inside = Object.keys(files).filter((file) => file.startsWith(before));
    return [...new Set(inside.map((file) => file.slice(before.length).split('/')[0] ?? ''))];
  };
}

export function sitesOf(files: string | Files): readonly MakefileSite[] {
  return isoUrlSites(makefileOf(files));
}

/** The files when all sites say a URL: one for all, or one for each architecture. */
export function bumped(
  files: string | Files,
  wanted: string | Readonly<Record<string, string>>,
): Files {
  const makefile = makefileOf(files);
  const wishes = new Map<MakefileSite, string>();
  for (const site of isoUrlSites(makefile)) {
    const url = typeof wanted === 'string' ? wanted : wanted[site.architecture ?? ''];
    if (url !== undefined) wishes.set(site, url);
  }
  const edits = editsFor(makefile, wishes);
  const entries = Object.entries(filesOf(files)).map(([file, text]) => [
    file,
    applyEdits(
      text,
      edits.filter((edit) => edit.file === file),
    ),
  ]);
  return Object.fromEntries(entries) as Files;
}

/** The text of a single Makefile after the bump. */
export function bumpedText(
  text: string,
  wanted: string | Readonly<Record<string, string>>,
): string {
  return bumped(text, wanted)['Makefile'] ?? '';
}
