// Which files a bump looks into.
import { posix, relative, sep } from 'node:path';
import { IsoError } from '../runtime/index.js';
import type { IsoSpec } from '../spec/index.js';
import { isMakefileName, type PlaceFiles } from './plan/index.js';
import type { BumpRequest } from './request.js';
import type { ReadText } from './url-site.js';

const MAKEFILES = ['Makefile', 'makefile', 'GNUmakefile'] as const;

/** What says what an ISO is, or is to be made from: its URLs are not those of the ISO in use. */
const OWN_FILE = /(?:^|\/)minikube-iso(?:\.[^/]*)?\.json$/;

export interface BumpFiles extends PlaceFiles {
  /** Those that have to name the ISO: the Makefile that is asked for, and all of the lock. */
  readonly expected: readonly string[];
}

/**
 * Those that are asked for, and those of the lock (`locked`), which all move together.
 * Errors: `BUMP_FILE_NOT_FOUND`, `BUMP_OUTSIDE_WORKSPACE`, `BUMP_MAKEFILE_UNKNOWN`.
 */
export async function placeFiles(
  request: Pick<BumpRequest, 'workspaceRoot' | 'specPath' | 'files' | 'overrides'>,
  spec: Pick<IsoSpec, 'bump'>,
  locked: readonly string[] = [],
): Promise<BumpFiles> {
  const { workspaceRoot, specPath, files, overrides = {} } = request;
  const inWorkspace = (path: string) => relativeTo(workspaceRoot, path);
  const { makefile: settled } = spec.bump;
  const known = settled === undefined ? undefined : inWorkspace(settled);
  const given = overrides.makefile ?? known;
  if (given !== undefined) assertMakefile(given, known, files.read);
  const folders = ['.', posix.dirname(inWorkspace(specPath))];
  const top =
    given === undefined ? folders.flatMap((folder) => makefilesIn(folder, files.read)) : [given];
  const named = new Set(locked);
  for (const glob of overrides.also ?? spec.bump.also.map(inWorkspace)) {
    const found = (await files.matching(glob)).filter((file) => !OWN_FILE.test(file));
    if (found.length === 0) throw missing(glob);
    for (const file of found) named.add(file);
  }
  return {
    makefiles: [...new Set([...top, ...[...named].filter(isMakefileName)])],
    others: [...named].filter((file) => file !== given && !isMakefileName(file)),
    expected: [...new Set([...(given === undefined ? [] : [given]), ...locked])],
  };
}

/** Where a file system does not tell upper from lower case, two names are of one file. */
function makefilesIn(folder: string, read: ReadText): string[] {
  const found = MAKEFILES.map((name) => posix.join(folder, name)).filter(
    (file) => read(file) !== undefined,
  );
  const [first = ''] = found;
  const isSame = (file: string) =>
    file.toLowerCase() === first.toLowerCase() && read(file) === read(first);
  return found.filter((file) => file === first || !isSame(file));
}

/** `nx sync:check` knows a Makefile by its name, or by the spec. */
function assertMakefile(given: string, known: string | undefined, read: ReadText): void {
  if (read(given) === undefined) throw missing(given);
  if (given === known || isMakefileName(given)) return;
  throw new IsoError(
    'BUMP_MAKEFILE_UNKNOWN',
    `${given}: expected a file that is called Makefile, *.mk or *.make, or that is "bump.makefile" of the spec`,
    {
      hint: `Write it in the spec, "bump": { "makefile": … }, by which nx sync:check knows it as well.`,
      details: { given, known },
    },
  );
}

function relativeTo(root: string, path: string): string {
  const inside = relative(root, path).split(sep).join('/');
  if (inside !== '..' && !inside.startsWith('../')) return inside;
  throw new IsoError(
    'BUMP_OUTSIDE_WORKSPACE',
    `${path} is outside the workspace ${root}, where bump changes nothing`,
    { hint: 'Name files of the workspace in "bump" of the spec.', details: { path, root } },
  );
}

function missing(file: string): IsoError {
  return new IsoError(
    'BUMP_FILE_NOT_FOUND',
    `${file}: expected a file of the workspace that bump may rewrite, found none`,
    {
      hint: 'Correct --makefile, --also or "bump" of the spec. Specs and locks of ISOs are none of these files.',
      details: { file },
    },
  );
}
