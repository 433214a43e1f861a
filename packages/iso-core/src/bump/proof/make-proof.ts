// What GNU make itself says of a Makefile after a bump: the proof that the right text was changed.
import { IsoError } from '../../runtime/index.js';
import {
  isoUrlSites,
  makeRisks,
  markedPlaces,
  readMakefile,
  withoutMarks,
  type Makefile,
  type MakefileSite,
} from '../makefile/index.js';
import { placeOf, placesOf, type Move } from '../plan/index.js';
import { shownLine } from '../shown-line.js';
import type { ListNames, ReadText } from '../url-site.js';
import { askMake } from './ask-make.js';

export interface ProofWish {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** The Makefile, relative to the workspace, as it stands on the disk now. */
  readonly makefile: string;
  readonly read: ReadText;
  readonly namesIn: ListNames;
  readonly moves: readonly Move[];
  /** Runs make although the Makefile has it run commands even then. */
  readonly isTrusted: boolean;
  readonly signal: AbortSignal;
}

/**
 * Lines for people: what make says, and what it could not be asked. Error: `BUMP_NOT_PROVEN`, where make still
 * says the old URL.
 */
export async function proveWithMake(wish: ProofWish): Promise<string[]> {
  const makefile = readMakefile(wish.makefile, wish.read, wish.namesIn);
  const sites = isoUrlSites(makefile);
  const places = new Set(sites.map(placeOf));
  const own = wish.moves.filter((move) => places.has(placeOf(move)));
  if (own.length === 0) return [];
  const [risk] = makeRisks(makefile);
  if (risk !== undefined && !wish.isTrusted) {
    return [wouldRun(`${risk.file}:${risk.line} ${risk.text}`)];
  }
  const marked = markedPlaces(makefile);
  const answer = await askMake({ ...wish, makefile, edits: marked.edits });
  if (answer.kind === 'refused') return [wouldRun(withoutMarks(answer.command))];
  if (answer.kind === 'problem') return [`Not proven by make: ${withoutMarks(answer.line)}`];
  const said = urlsIn(answer.output);
  const plain = urlsIn(withoutMarks(answer.output));
  const stale = own.find(({ from, to }) => from !== to && plain.has(from));
  if (stale !== undefined) throw notProven(stale);
  const isSaid = (site: MakefileSite) => said.has(marked.urls.get(site) ?? '');
  const unsaid = new Set(sites.filter((site) => !isSaid(site)).map(placeOf));
  return linesOf(makefile, own, unsaid);
}

function wouldRun(what: string): string {
  return `Not proven by make, which would run ${shownLine(what)}; --proveWithMake lets it.`;
}

function linesOf(makefile: Makefile, own: readonly Move[], unsaid: ReadonlySet<string>): string[] {
  const overriding = overridingVariables(makefile);
  const proven = own.filter((move) => !unsaid.has(placeOf(move)));
  const rest = own.filter((move) => !proven.includes(move));
  const open = rest.filter((move) => !overriding.has(placeOf(move)));
  const overridden = rest.filter((move) => overriding.has(placeOf(move)));
  const names = new Set(overridden.map((move) => overriding.get(placeOf(move))));
  return [
    ...(proven.length === 0 ? [] : [`Proven by make: ${placesOf(proven)}`]),
    ...(open.length === 0
      ? []
      : [`Not proven by make, which does not get there on this machine: ${placesOf(open)}`]),
    ...(overridden.length === 0
      ? []
      : [
          `Not proven by make, to which the environment of this machine says otherwise by ${[...names].join(', ')}: ${placesOf(overridden)}`,
        ]),
  ];
}

/** The places where `?=` leaves the word to the environment of this machine, and the variable there. */
function overridingVariables(makefile: Makefile): ReadonlyMap<string, string> {
  return new Map(
    isoUrlSites(makefile).flatMap((site) => {
      const names = site.pieces.flatMap(({ assignment }) =>
        assignment?.operator === '?=' ? [assignment.name] : [],
      );
      const set = names.find((name) => process.env[name] !== undefined);
      return set === undefined ? [] : [[placeOf(site), set] as const];
    }),
  );
}

/** The URLs that make says, also in a list; one that is only the beginning of another text is none. */
function urlsIn(output: string): ReadonlySet<string> {
  const found = output.matchAll(/(?:https?|file):\/\/(?:(?!,(?:https?|file):)[^\s'"])+/g);
  return new Set([...found].flatMap(([url]) => [url, url.replace(/[;&|),]+$/, '')]));
}

function notProven({ file, line, from, to }: Move): IsoError {
  return new IsoError(
    'BUMP_NOT_PROVEN',
    `${file}:${line}: make still says ${from}, expected ${to}; the files are as they were before`,
    {
      hint: 'Something sets the URL again after that line. Change it by hand there, and bump once more.',
      details: { file, line, from, to },
    },
  );
}
