// What a machine needs of ours to build: the packages with the tools, Node.js, and the program that builds.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ARCHITECTURES,
  copyFileAtomically,
  IsoError,
  isIsoError,
  machineName,
  runLogged,
  writeAtomically,
  type Architecture,
} from '../../runtime/index.js';
import { builderPackages } from '../packages.js';
import type { MachineContext } from '../machine.js';
import { guestNode } from './guest-node.js';
import type { Guest } from './guest.js';

const INSTALL_TOOLS = fileURLToPath(new URL('../../../builder/install-tools.sh', import.meta.url));

/** Where it is in the machine. */
const HOME = '/opt/nx-minikube-iso';

const INSTALL = `sudo sh ${HOME}/install-tools.sh`;

/** Runs the program; as root, as which a build may read and write all that it is given. */
export const RUN_PROGRAM = `sudo -H ${HOME}/bin/node ${HOME}/program.mjs`;

/** A running machine, and its folder on this computer. */
export interface RunningMachine {
  readonly context: MachineContext;
  readonly guest: Guest;
  readonly folder: string;
}

/** Files that are at the same absolute paths in `folder` as they are to be in the machine. */
export interface FileRoot {
  readonly folder: string;
  /** Absolute, as in the machine. */
  readonly files: readonly string[];
}

/**
 * Gathers in `root` what is to be copied into the machine for `installTools` and `RUN_PROGRAM`. Rejects as a
 * download does, and with `VAGRANT_TOOLS_FAILED` for a machine of another architecture.
 */
export async function gatherTools(
  program: string,
  root: string,
  { context, guest, folder }: RunningMachine,
): Promise<FileRoot> {
  const { stdout } = await context.run(guest.shell('uname -m'), { signal: context.signal });
  const architecture = architectureOf(stdout.trim());
  const copies = {
    'program.mjs': program,
    'install-tools.sh': INSTALL_TOOLS,
    'node.tgz': await guestNode(architecture, folder, context),
  };
  for (const [name, path] of Object.entries(copies)) {
    await copyFileAtomically(path, join(root, HOME, name));
  }
  const packages = builderPackages(architecture).map((name) => `${name}\n`);
  await writeAtomically(join(root, HOME, 'packages'), packages.join(''));
  const names = [...Object.keys(copies), 'packages'];
  return { folder: root, files: names.map((name) => `${HOME}/${name}`) };
}

function architectureOf(found: string): Architecture {
  const architecture = ARCHITECTURES.find((one) => machineName(one) === found);
  if (architecture !== undefined) return architecture;
  const expected = ARCHITECTURES.map(machineName);
  throw new IsoError(
    'VAGRANT_TOOLS_FAILED',
    `The machine is of a foreign architecture: expected ${expected.join(' or ')}, found ${found}`,
    { hint: 'Name another "vagrant.box" in the spec.', details: { expected, found } },
  );
}

/** Installs what was gathered and copied; `onLine` is told what is said meanwhile. */
export async function installTools(
  { context, guest, folder }: RunningMachine,
  onLine: (line: string) => void,
): Promise<void> {
  const { run, signal } = context;
  const log = join(folder, 'tools.log');
  try {
    await runLogged(guest.shell(INSTALL), { run, signal, log, onLine });
  } catch (error) {
    if (!isIsoError(error, 'COMMAND_FAILED')) throw error;
    throw new IsoError(
      'VAGRANT_TOOLS_FAILED',
      'The tools of a build could not be installed in the machine',
      {
        hint: `It takes a box of Debian or Ubuntu that reaches its archive. What was said is in ${log}.`,
        cause: error,
        details: { log, lastLines: error.details['lastLines'] },
      },
    );
  }
}
