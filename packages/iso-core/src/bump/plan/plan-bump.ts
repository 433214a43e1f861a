// What has to change in a repository for it to be on other ISOs. Pure but for reading files.
import { ARCHITECTURES, IsoError, type Architecture } from '../../runtime/index.js';
import { editsFor } from '../makefile/index.js';
import { someOf } from '../some-of.js';
import type { FileEdit } from '../text-edit.js';
import { typescriptEdits } from '../typescript/index.js';
import type { ListNames, ReadText, UrlSite } from '../url-site.js';
import { architectureOf, type Surroundings, type Targets } from './architecture-of.js';
import { assertFollowed } from './followed.js';
import { leftPlaces, lineOf } from './left-places.js';
import { placeOf, urlsLeft, type Move } from './move.js';
import { ownPlaces } from './own-places.js';
import {
  findPlaces,
  isComputed,
  urlOf,
  writtenPlaces,
  type PlaceFiles,
  type Places,
  type WrittenPlace,
} from './places.js';
import { textMoves } from './text-moves.js';

export interface BumpWish {
  readonly files: PlaceFiles;
  readonly read: ReadText;
  /** Default: no pattern of a file's name is followed. */
  readonly namesIn?: ListNames;
  /** The URL to move to, of each architecture that there is a new ISO for. */
  readonly targets: Targets;
  /** The URL that each architecture is known to be on, where no Makefile and no program says so. */
  readonly known?: Targets;
  /** The URLs that other specs' locks hold, each with the name of its lock: their places are theirs. */
  readonly others?: ReadonlyMap<string, string>;
  /** What a place is for that names no architecture. Default: amd64. */
  readonly unnamed?: Architecture;
  /** Files that have to name the ISO: asked for by name, or recorded before. */
  readonly expected?: readonly string[];
}

export interface BumpPlan {
  readonly edits: readonly FileEdit[];
  /** Every place that is on the new ISO afterwards, also those that are on it already. */
  readonly moves: readonly Move[];
  /** The files by which these places, and those of other ISOs in use, are found again: of Makefiles the top one. */
  readonly files: readonly string[];
  /** The Makefiles among them. */
  readonly makefiles: readonly string[];
  /** Places that stay as they are, and why: one line each. */
  readonly left: readonly string[];
}

/**
 * Errors: `BUMP_URL_NOT_FOUND`, `BUMP_AMBIGUOUS`, `LOCK_NOT_FOLLOWED` where one of the expected files names
 * another ISO or none, those of `findPlaces` and of the edits.
 */
export async function planBump(wish: BumpWish): Promise<BumpPlan> {
  const { files, read, targets, known = {}, unnamed = 'amd64', expected = [] } = wish;
  const { others = new Map(), namesIn = () => [] } = wish;
  const surroundings = { targets, known, others, unnamed };
  const all = await findPlaces(files, read, namesIn);
  // A URL that one place says to be the ISO's is so in every other.
  const sure = movesOf(ownPlaces(all, surroundings), surroundings, expected);
  assertAgreement(sure);
  const inUse = { ...surroundings, known: { ...known, ...urlsLeft(sure) } };
  const places = ownPlaces(all, inUse);
  const moved = movesOf(places, surroundings, expected);
  const texts = textMoves(places.texts, { ...known, ...urlsLeft(moved) }, surroundings);
  const moves = [
    ...moved.map(({ site: _, ...move }) => move),
    ...texts.flatMap((text) => text.moves),
  ];
  const left = leftPlaces(all, moves, inUse);
  assertAgreement(moves);
  const found = filesOf(places, moves, surroundings);
  assertFollowed(expected, found, { places, left, read, targets });
  const lines = left.map(lineOf);
  if (moves.length === 0) throw notFound(files, lines);
  const wished = new Map(moved.map(({ site, to }) => [site, to]));
  return {
    edits: [
      ...places.makefiles.flatMap(({ makefile, sites }) =>
        editsFor(makefile, wishesFor(sites, wished)),
      ),
      ...places.programs.flatMap(({ sites }) => typescriptEdits(sites, wishesFor(sites, wished))),
      ...texts.flatMap(({ edits }) => edits),
    ],
    moves,
    files: found,
    makefiles: places.makefiles.map(({ makefile }) => makefile.file),
    left: lines,
  };
}

interface SiteMove extends Move {
  readonly site: WrittenPlace;
}

/** Computed places cannot move; where there are only such, or in a file that is expected, their own error says so. */
function movesOf(
  places: Places,
  surroundings: Surroundings,
  expected: readonly string[],
): SiteMove[] {
  const all = writtenPlaces(places);
  const isAllComputed = all.every(isComputed);
  const groups: readonly (readonly [string, readonly WrittenPlace[]])[] = [
    ...places.makefiles.map(({ makefile, sites }) => [makefile.file, sites] as const),
    ...places.programs.map(({ file, sites }) => [file, sites] as const),
  ];
  return groups.flatMap(([file, sites]) => {
    const plain = sites.filter((site) => !isComputed(site));
    const mustMove = plain.length === 0 && (isAllComputed || expected.includes(file));
    return (mustMove ? sites : plain).flatMap((site) => moveOf(site, surroundings));
  });
}

function moveOf(site: WrittenPlace, surroundings: Surroundings): SiteMove[] {
  const architecture = architectureOf(site, surroundings);
  const to = surroundings.targets[architecture];
  const { file, line } = site;
  return to === undefined ? [] : [{ site, architecture, file, line, from: urlOf(site), to }];
}

function assertAgreement(moves: readonly (Move & Partial<SiteMove>)[]): void {
  for (const architecture of ARCHITECTURES) {
    const open = moves.filter(
      (move) => move.architecture === architecture && move.from !== move.to,
    );
    const urls = new Set(open.map(({ from }) => from));
    if (urls.size < 2) continue;
    const places = open.map((move) => `${placeOf(move)} ${move.from}`);
    const isList = open.every(({ site }) => site !== undefined && 'alternatives' in site);
    throw new IsoError(
      'BUMP_AMBIGUOUS',
      `Expected one ISO URL for ${architecture}, found ${urls.size}: ${someOf(places)}`,
      {
        hint: isList
          ? 'minikube tries one URL of a list after another. Leave the one that is to move, bump, and put the others back behind it: they stay from then on.'
          : 'Make them the same by hand first. Files that are not meant: leave them out of "bump" of the spec, where bump is not given --makefile and --also instead, and of "files" of the lock.',
        details: { architecture, places },
      },
    );
  }
}

function notFound({ makefiles, others }: PlaceFiles, left: readonly string[]): IsoError {
  const looked = [...makefiles, ...others];
  const where = looked.length === 0 ? 'there is no Makefile' : `looked at ${someOf(looked)}`;
  const there = left.length === 0 ? '' : `; ${someOf(left)}`;
  return new IsoError(
    'BUMP_URL_NOT_FOUND',
    `Expected a place that names the minikube ISO, found none: ${where}${there}`,
    {
      hint:
        left.length > 0
          ? 'Correct these places by hand once: hand the URL to minikube start --iso-url, or call it ISO_URL or MINIKUBE_ISO. If it is in another file, name that: --makefile=build/start.mk, --also=.projenrc.ts.'
          : 'Write one, such as "minikube start --iso-url=https://…/minikube.iso" in a Makefile, or name the file: --makefile=build/start.mk, --also=.projenrc.ts.',
      details: { looked, left },
    },
  );
}

function wishesFor<Site extends WrittenPlace>(
  sites: readonly Site[],
  wished: ReadonlyMap<WrittenPlace, string>,
): ReadonlyMap<Site, string> {
  const wishes = new Map<Site, string>();
  for (const site of sites) {
    const url = wished.get(site);
    if (url !== undefined) wishes.set(site, url);
  }
  return wishes;
}

/** An architecture that there is no new ISO for stays where it is known to be, and its places are kept too. */
function filesOf(places: Places, moves: readonly Move[], surroundings: Surroundings): string[] {
  const { targets, known } = surroundings;
  const moved = new Set(moves.map(({ file }) => file));
  const names = (sites: readonly (WrittenPlace | UrlSite)[]) =>
    sites.some((site) => {
      const architecture = architectureOf(site, surroundings);
      const stays = targets[architecture] === undefined && known[architecture] === urlOf(site);
      return moved.has(site.file) || stays;
    });
  return [
    ...places.makefiles.flatMap(({ makefile, sites }) => (names(sites) ? [makefile.file] : [])),
    ...[...places.programs, ...places.texts].flatMap(({ file, sites }) =>
      names(sites) ? [file] : [],
    ),
  ].sort();
}
