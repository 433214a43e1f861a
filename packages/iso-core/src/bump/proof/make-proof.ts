// What GNU make itself says of a Makefile after a bump: the proof that the right text was changed.
import { join, posix } from 'node:path';
import { IsoError, isIsoError, localRunner, throwIfCancelled } from '../../runtime/index.js';
import {
  isoUrlSites,
  makeRisks,
  readMakefile,
  recipeTargets,
  urlVariables,
  type Makefile,
} from '../makefile/index.js';
import { placeOf, placesOf, type Move } from '../plan/index.js';
import { shownLine } from '../shown-line.js';
import type { ReadText } from '../url-site.js';

export interface ProofWish {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** The Makefile, relative to the workspace, as it stands on the disk now. */
  readonly makefile: string;
  readonly read: ReadText;
  readonly moves: readonly Move[];
  /** Runs make although the Makefile has it run commands even then. */
  readonly isTrusted: boolean;
  readonly signal: AbortSignal;
}

const MILLISECONDS = 30_000;

/**
 * Lines for people: what make says, and what it could not be asked. Error: `BUMP_NOT_PROVEN`, where make still
 * says the old URL.
 */
export async function proveWithMake(wish: ProofWish): Promise<string[]> {
  const makefile = readMakefile(wish.makefile, wish.read);
  const own = movesIn(makefile, wish.moves);
  if (own.length === 0) return [];
  const [risk] = makeRisks(makefile);
  if (risk !== undefined && !wish.isTrusted) {
    return [
      `Not proven by make, which would run ${shownLine(risk.file)}:${risk.line} ${shownLine(risk.text)}; --proveWithMake lets it.`,
    ];
  }
  const said = await urlsOfMake(makefile, wish);
  if (typeof said === 'string') return [`Not proven by make: ${said}`];
  const stale = own.find(({ from, to }) => from !== to && said.has(from));
  if (stale !== undefined) throw notProven(stale);
  const proven = own.filter(({ to }) => said.has(to));
  const overriding = overridingVariables(makefile);
  const unsaid = own.filter((move) => !proven.includes(move));
  const open = unsaid.filter((move) => !overriding.has(placeOf(move)));
  const overridden = unsaid.filter((move) => overriding.has(placeOf(move)));
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

/** Those of the Makefile and of what it includes. */
function movesIn(makefile: Makefile, moves: readonly Move[]): Move[] {
  const places = new Set(isoUrlSites(makefile).map(placeOf));
  return moves.filter((move) => places.has(placeOf(move)));
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

/** Every URL that make says, or why it cannot be asked. */
async function urlsOfMake(
  makefile: Makefile,
  wish: ProofWish,
): Promise<ReadonlySet<string> | string> {
  const urls = new Set<string>();
  const variables = urlVariables(makefile);
  const printed = variables.map((name) => `$(info ${MARK}$(${name}))`).join('');
  const questions = [
    ...(variables.length === 0 ? [] : [['--eval', `${MARK}: ; @:${printed}`, MARK]]),
    ...recipeTargets(makefile).map((target) => [target]),
  ];
  let problem: string | undefined;
  for (const question of questions) {
    try {
      for (const url of urlsIn(await ask(wish, question))) urls.add(url);
    } catch (error) {
      throwIfCancelled(wish.signal);
      if (!isIsoError(error)) throw error;
      problem = reasonOf(error);
    }
  }
  return urls.size === 0 && problem !== undefined ? problem : urls;
}

/** The last line that make printed, if it ran. */
function reasonOf({ message, details }: IsoError): string {
  const lines: unknown = details?.['lastLines'];
  const last: unknown = Array.isArray(lines) ? lines.at(-1) : undefined;
  return shownLine(typeof last === 'string' ? last : message);
}

/** No target and no line of a recipe looks like it. */
const MARK = 'nx-minikube-iso-says';

async function ask(
  { workspaceRoot, makefile, signal }: ProofWish,
  question: readonly string[],
): Promise<string> {
  const [folder, name] = [posix.dirname(makefile), posix.basename(makefile)];
  const args = ['--dry-run', '--no-print-directory', `--file=${name}`, ...question];
  const env = { MAKEFLAGS: undefined, MFLAGS: undefined, MAKELEVEL: undefined };
  const command = { file: 'make', args, cwd: join(workspaceRoot, folder), env };
  return (await localRunner(command, { signal, timeoutMs: MILLISECONDS })).stdout;
}

function urlsIn(output: string): string[] {
  return [...output.matchAll(/(?:https?|file):\/\/[^\s'"]+?\.iso(?![^\s'"])/g)].map(([url]) => url);
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
