// What a job reads goes into the machine as one archive, and what it made comes back as another: archives
// keep absolute paths of every name. tar is GNU's or, on a Mac, libarchive's; both know these options.
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { IsoError, isIsoError, type Command } from '../../runtime/index.js';
import type { JobFolders } from '../machine.js';
import type { FileRoot, RunningMachine } from './guest-tools.js';

const ARCHIVE = 'job.tar';

/** In a machine that is used again, folders are there already: their names come over standard input. */
const UNPACK = `(cd / && sudo xargs --null rm -rf) && sudo tar --extract --file=${ARCHIVE} --directory=/ --no-same-owner && rm -f ${ARCHIVE}`;

/** The name of the folder comes over standard input. */
const PACK = `sudo tar --create --file=${ARCHIVE} --directory=/ --remove-files --null --verbatim-files-from --files-from=- && sudo chown "$(id -u)" ${ARCHIVE}`;

/**
 * Copies the job's inputs, its empty output folder and the files in `root` to their places in the machine,
 * through the folder `scratch`. An input that is not there is left out: the build says so in its own words.
 * Rejects with `VAGRANT_COPY_FAILED`.
 */
export async function copyIn(
  { inputs, output }: JobFolders,
  root: FileRoot,
  scratch: string,
  machine: RunningMachine,
): Promise<void> {
  const files: string[] = [];
  const folders = [output];
  // A name that is packed twice becomes a link to itself.
  for (const path of new Set(inputs)) {
    const facts = await stat(path).catch(() => undefined);
    if (facts !== undefined) (facts.isDirectory() ? folders : files).push(path);
  }
  const own = ['-C', root.folder, ...root.files.map(fromRoot)];
  await copy('into', machine, [
    // A file that is a link is packed as what it leads to, and so is a folder by the dot at its end.
    tar(scratch, ['-c', '-h', '-f', ARCHIVE, '-C', '/', ...files.map(fromRoot), ...own]),
    tar(scratch, ['-r', '-f', ARCHIVE, '-C', '/', ...folders.map((path) => `${fromRoot(path)}/.`)]),
    machine.guest.send(join(scratch, ARCHIVE), ARCHIVE),
    machine.guest.shell(UNPACK, { input: folders.map((path) => `${fromRoot(path)}\0`).join('') }),
  ]);
}

/**
 * Brings what lies in the folder `output` of the machine into that of this computer, through the folder
 * `scratch`; anything but plain files stays away. Rejects with `VAGRANT_COPY_FAILED`.
 */
export async function copyOut(
  output: string,
  scratch: string,
  machine: RunningMachine,
): Promise<void> {
  const name = resolve(output).slice(1);
  const depth = `${name.split('/').length}`;
  const options = ['--strip-components', depth, '--no-same-owner'];
  await copy('out of', machine, [
    machine.guest.shell(PACK, { input: `${name}\0` }),
    machine.guest.fetch(ARCHIVE, join(scratch, ARCHIVE)),
    tar(scratch, ['-x', '-f', ARCHIVE, '-C', output, ...options]),
  ]);
  for (const entry of await readdir(output, { withFileTypes: true })) {
    if (!entry.isFile()) await rm(join(output, entry.name), { recursive: true, force: true });
  }
}

/** Without the resource forks that a Mac's tar adds as files. */
function tar(cwd: string, args: readonly string[]): Command {
  return { file: 'tar', args, cwd, env: { COPYFILE_DISABLE: '1' } };
}

function fromRoot(path: string): string {
  return `.${resolve(path)}`;
}

async function copy(
  direction: 'into' | 'out of',
  { context: { run, signal } }: RunningMachine,
  commands: readonly Command[],
): Promise<void> {
  try {
    for (const command of commands) await run(command, { signal });
  } catch (error) {
    if (!isIsoError(error, 'COMMAND_FAILED')) throw error;
    const { lastLines } = error.details;
    throw new IsoError(
      'VAGRANT_COPY_FAILED',
      `Files could not be copied ${direction} the machine: ${String(Array.isArray(lastLines) ? lastLines.at(-1) : lastLines)}`,
      {
        hint: 'Look whether there is room on both disks, and build again.',
        cause: error,
        details: { lastLines },
      },
    );
  }
}
