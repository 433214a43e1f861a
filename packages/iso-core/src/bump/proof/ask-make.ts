// Has GNU make say what a Makefile comes to. It reads a copy, and what it would run is refused.
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import {
  isIsoError,
  localRunner,
  systemCode,
  throwIfCancelled,
  withTemporaryFolder,
  type IsoError,
} from '../../runtime/index.js';
import { recipeTargets, urlVariables, type Makefile } from '../makefile/index.js';
import { shownLine } from '../shown-line.js';
import { applyEdits, type FileEdit } from '../text-edit.js';
import type { ReadText } from '../url-site.js';
import { copyForMake } from './make-copy.js';
import { refusingShell } from './refusing-shell.js';

export interface MakeQuestion {
  /** Absolute. */
  readonly workspaceRoot: string;
  readonly makefile: Makefile;
  readonly read: ReadText;
  /** Of the copy that make reads. */
  readonly edits: readonly FileEdit[];
  /** Lets make run what a Makefile has it run although it is only asked. */
  readonly isTrusted: boolean;
  readonly signal: AbortSignal;
}

export type MakeAnswer =
  | { readonly kind: 'said'; readonly output: string }
  /** A command that make would have run. */
  | { readonly kind: 'refused'; readonly command: string }
  /** What make prints where it does not take the Makefile. */
  | { readonly kind: 'problem'; readonly line: string };

const MILLISECONDS = 30_000;

/** What make says of the variables and of the recipes that name an ISO. */
export async function askMake(question: MakeQuestion): Promise<MakeAnswer> {
  try {
    return await withTemporaryFolder(tmpdir(), (folder) => askIn(folder, question));
  } catch (error) {
    throwIfCancelled(question.signal);
    if (!(error instanceof Error) || systemCode(error) === undefined) throw error;
    return { kind: 'problem', line: reasonOf(error) };
  }
}

async function askIn(folder: string, question: MakeQuestion): Promise<MakeAnswer> {
  const { workspaceRoot, makefile, isTrusted } = question;
  const copy = join(folder, 'workspace');
  await copyForMake(workspaceRoot, copy, editedTexts(question));
  const shell = await refusingShell(folder);
  const args = isTrusted ? [] : [shell.argument];
  const outputs: string[] = [];
  let problem: IsoError | undefined;
  for (const asked of questionsAbout(makefile)) {
    try {
      outputs.push(await run(question, copy, [...args, ...asked]));
    } catch (error) {
      throwIfCancelled(question.signal);
      if (!isIsoError(error)) throw error;
      problem = error;
    }
    const command = await shell.refused();
    if (command !== undefined) return { kind: 'refused', command };
  }
  if (outputs.length === 0 && problem !== undefined) throw problem;
  return { kind: 'said', output: outputs.join('') };
}

/** Of all that make reads, by path. */
function editedTexts({ makefile, read, edits }: MakeQuestion): Map<string, string> {
  const texts = [...makefile.lines.keys()].map((file) => {
    const own = edits.filter((edit) => edit.file === file);
    return [file, applyEdits(read(file) ?? '', own)] as const;
  });
  return new Map(texts);
}

/** No target and no line of a recipe looks like it. */
const MARK = 'nx-minikube-iso-says';

/** The arguments of make, once for the variables and once for each target. */
function questionsAbout(makefile: Makefile): string[][] {
  const variables = urlVariables(makefile);
  const printed = variables.map((name) => `$(info ${MARK} $(${name}))`).join('');
  return [
    ...(variables.length === 0 ? [] : [['--eval', `${MARK}: ; @:${printed}`, MARK]]),
    ...recipeTargets(makefile).map((target) => [target]),
  ];
}

/** What the environment would have make do besides. */
const CLEARED = ['MAKEFLAGS', 'GNUMAKEFLAGS', 'MFLAGS', 'MAKEFILES', 'MAKELEVEL'];

async function run(
  { makefile, signal }: MakeQuestion,
  copy: string,
  asked: readonly string[],
): Promise<string> {
  const [folder, name] = [posix.dirname(makefile.file), posix.basename(makefile.file)];
  const args = ['--dry-run', '--no-print-directory', `--file=${name}`, ...asked];
  const env = Object.fromEntries(CLEARED.map((variable) => [variable, undefined]));
  const command = { file: 'make', args, cwd: join(copy, folder), env };
  return (await localRunner(command, { signal, timeoutMs: MILLISECONDS })).stdout;
}

/** The last line that make printed, if it ran. */
function reasonOf(error: Error): string {
  const lines: unknown = isIsoError(error) ? error.details?.['lastLines'] : undefined;
  const last: unknown = Array.isArray(lines) ? lines.at(-1) : undefined;
  return shownLine(typeof last === 'string' ? last : error.message);
}
