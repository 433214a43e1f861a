// The places of a Makefile that say which minikube ISO is used.
import { architectureOfUrl, isIsoUrl, isIsoUrlName, type UrlSite } from '../url-site.js';
import type { Scope } from './active-assignments.js';
import { ANY_WORLD, architectureOf } from './condition.js';
import type { Outcome, Piece } from './expand.js';
import { type Expression, writtenText } from './expression.js';
import { type Assignment, type Makefile, type Place, placeOf } from './makefile.js';
import { type Root, rootsOf } from './roots.js';
import { expandWord } from './shell-expand.js';
import { Survey } from './survey.js';
import { partOfPiece, unquote } from './unquote.js';

export interface MakefileSite extends UrlSite {
  /** What the URL is put together from, in this order. */
  readonly pieces: readonly Piece[];
  /** The expression that cannot be followed to a text of the Makefile; the URL is then empty. */
  readonly computed?: string;
  /** The other URLs of a list, which minikube tries one after another. */
  readonly alternatives?: readonly string[];
  /** What in it only make can tell, and where that stands. */
  readonly culprit?: Place & { readonly text: string };
}

/**
 * Where `--iso-url` gets its values from. Where none is given, the variables that are the URL of an ISO as
 * a whole: someone else passes them on. A text that several ways lead to is one site.
 *
 * @throws IsoError `BUMP_MAKEFILE_TOO_LARGE`
 */
export function isoUrlSites(makefile: Makefile): readonly MakefileSite[] {
  return surveyed(makefile).sites;
}

interface Surveyed {
  readonly survey: Survey;
  readonly sites: readonly MakefileSite[];
}

const SURVEYED = new WeakMap<Makefile, Surveyed>();

/** What is found out about a Makefile, once. */
export function surveyed(makefile: Makefile): Surveyed {
  const known = SURVEYED.get(makefile);
  if (known !== undefined) return known;
  const survey = new Survey(makefile);
  const finder = new SiteFinder(survey);
  const roots = rootsOf(makefile).flatMap((root) => finder.ofRoot(root));
  const found = roots.length > 0 || !makefile.mentionsIso ? roots : finder.ofVariables();
  const result = { survey, sites: merged(found).sort(compare) };
  SURVEYED.set(makefile, result);
  return result;
}

class SiteFinder {
  constructor(private readonly survey: Survey) {}

  ofRoot(root: Root): MakefileSite[] {
    const { word, command, isPrinted } = root;
    const how = command === undefined ? {} : { command };
    const outcomes = this.#scopesOf(root).flatMap((scope) =>
      expandWord(this.survey, { expression: word, ...how }, scope),
    );
    const sites = outcomes.flatMap((outcome) => this.#listed(outcome));
    if (isPrinted) return sites;
    // That nothing sets a variable under some conditions is no matter where others set it.
    const unknown = outcomes.flatMap(({ value }) =>
      value.kind === 'unknown' && value.why === 'computed' ? [value.expression] : [],
    );
    const isLost = unknown.length > 0 || (sites.length === 0 && outcomes.length > 0);
    if (!isLost) return sites;
    const place = placeOf(this.survey.makefile, root.written);
    const computed = writtenText(root.written).trim();
    const [culprit] = unknown.map((expression) => ({
      ...placeOf(this.survey.makefile, expression),
      text: writtenText(expression).trim(),
    }));
    const made = culprit === undefined ? {} : { culprit };
    return [...sites, { ...place, url: '', pieces: [], computed, ...made }];
  }

  ofVariables(): MakefileSite[] {
    const sites: MakefileSite[] = [];
    for (const [name, all] of this.survey.makefile.assignments) {
      for (const { value, targets } of onePerTarget(all)) {
        const scope = { world: ANY_WORLD, order: Infinity, targets };
        for (const outcome of this.survey.expander.followVariable(name, scope, value)) {
          const site = this.#site(unquoted(outcome), isIsoUrl);
          if (site !== undefined) sites.push({ ...site, isUnnamed: !isIsoUrlName(name) });
        }
      }
    }
    // A URL has several names where one variable has its value from another: one that says it is enough.
    return [
      ...sites.filter(({ isUnnamed }) => isUnnamed !== true),
      ...sites.filter(({ isUnnamed }) => isUnnamed === true),
    ];
  }

  #scopesOf({ command, assignment }: Root): Scope[] {
    if (command !== undefined) {
      return this.survey.targets.of(command.rule).map((targets) => ({
        world: command.guard,
        order: Infinity,
        targets,
      }));
    }
    if (assignment === undefined) return [];
    return this.#chainsOf(assignment).flatMap((targets) =>
      this.survey.expander.scopesOf(assignment, { world: ANY_WORLD, order: Infinity, targets }),
    );
  }

  /** The targets whose recipes a variable gets into. */
  #chainsOf({ name, targets }: Assignment): (readonly string[])[] {
    const rules = new Set(this.survey.references.commandsWith(name).map(({ rule }) => rule));
    const chains = [...rules].flatMap((rule) => this.survey.targets.of(rule));
    const own = targets?.map((target) => [target]) ?? [[]];
    const all = chains.length > 0 ? chains : own;
    return [...new Map(all.map((chain) => [chain.join(' '), chain])).values()];
  }

  /** minikube takes every comma for one between two URLs. */
  #listed({ world, value }: Outcome): MakefileSite[] {
    if (value.kind === 'unknown') return [];
    const all = splitAtCommas(value.pieces).flatMap(
      (pieces) => this.#site({ world, value: { ...value, pieces } }, isUrl) ?? [],
    );
    if (all.length < 2) return all;
    return all.map((site) => {
      const others = all.filter((other) => other !== site);
      return { ...site, alternatives: others.map(({ url }) => url) };
    });
  }

  #site({ world, value }: Outcome, accepts: (url: string) => boolean): MakefileSite | undefined {
    if (value.kind === 'unknown') return undefined;
    const url = value.pieces.map(({ text }) => text).join('');
    if (!accepts(url)) return undefined;
    const architecture = architectureOfUrl(url) ?? architectureOf(world);
    return {
      ...placeOf(this.survey.makefile, value.home, firstOf(value.home)),
      url,
      pieces: contiguous(value.pieces),
      ...(architecture === undefined ? {} : { architecture }),
    };
  }
}

/** What `--iso-url` may be given: minikube does not ask for an ending. */
function isUrl(text: string): boolean {
  return /^(?:https?:\/\/\S+|file:\/\/.+)$/.test(text);
}

/** A value whose quotation marks are for the shell; one of several words is none. */
function unquoted({ world, value }: Outcome): Outcome {
  if (value.kind === 'unknown') return { world, value };
  const text = value.pieces
    .map((piece) => piece.text)
    .join('')
    .trim();
  if (/\s/.test(text)) return { world, value };
  const parts = unquote(value.pieces);
  const pieces = parts.flatMap((part) => (part.kind === 'piece' ? [part.piece] : []));
  if (pieces.length < parts.length) return { world, value };
  return { world, value: { ...value, pieces } };
}

function splitAtCommas(pieces: readonly Piece[]): Piece[][] {
  const lists: Piece[][] = [[]];
  for (const piece of pieces) {
    let start = 0;
    for (const part of piece.text.split(',')) {
      if (start > 0) lists.push([]);
      if (part !== '') lists.at(-1)?.push(partOfPiece(piece, start, start + part.length));
      start += part.length + 1;
    }
  }
  return lists;
}

/** Pieces that stand side by side are one. */
function contiguous(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const isNext = last?.file === piece.file && last.end === piece.start;
    if (last !== undefined && isNext && last.assignment === piece.assignment) {
      joined[joined.length - 1] = { ...last, end: piece.end, text: last.text + piece.text };
    } else joined.push(piece);
  }
  return joined;
}

/** The variable as it is for all, and as it is for every target that has its own. */
function onePerTarget(
  assignments: readonly Assignment[],
): Iterable<{ readonly value: Expression; readonly targets: readonly string[] }> {
  const found = new Map(
    assignments.map(({ value, targets }) => {
      const [first] = targets ?? [];
      return [first, { value, targets: first === undefined ? [] : [first] }];
    }),
  );
  return found.values();
}

function firstOf({ nodes, from }: Expression): number {
  return nodes[0]?.from ?? from;
}

/** One site for each text; it is for an architecture only if it is for no other. */
function merged(sites: readonly MakefileSite[]): MakefileSite[] {
  const byText = new Map<string, MakefileSite>();
  for (const site of sites) {
    const places = site.pieces.map(({ file, start, end }) => `${file}:${start}:${end}`).join(' ');
    const key = site.computed === undefined ? places : `${site.file}:${site.line} ${site.computed}`;
    const known = byText.get(key);
    if (known === undefined) byText.set(key, site);
    else if (known.architecture !== site.architecture) {
      const { architecture: _, ...forAll } = known;
      byText.set(key, forAll);
    }
  }
  return [...byText.values()];
}

function compare(one: MakefileSite, other: MakefileSite): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || (one.pieces[0]?.start ?? 0) - (other.pieces[0]?.start ?? 0);
}
