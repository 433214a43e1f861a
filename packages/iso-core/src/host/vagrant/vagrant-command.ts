// The calls of Vagrant. Which machine one is about is said by a folder: the Vagrantfile, what it reads and
// what Vagrant remembers are all in there.
import { join } from 'node:path';
import type { Command, Environment } from '../../runtime/index.js';
import type { MachineSettings } from './machine-settings.js';

/** Vagrant finishes an import that it is in the middle of, and writes down what it has made. */
const STOP = { signal: 'SIGINT', milliseconds: 180_000 } as const;

/** Where Vagrant remembers the machine of a folder. */
export function memoryOf(folder: string): string {
  return join(folder, '.vagrant');
}

/** Makes the machine, or starts the one that there is. */
export function up(folder: string, { provider }: MachineSettings): Command {
  const args = ['up', ...(provider === undefined ? [] : ['--provider', provider])];
  return vagrant(folder, args);
}

/** Prints how OpenSSH gets into the machine, as the host `default`. */
export function sshConfig(folder: string): Command {
  return vagrant(folder, ['ssh-config']);
}

export function halt(folder: string): Command {
  return vagrant(folder, ['halt']);
}

/** Is content with no machine at all. */
export function destroy(folder: string): Command {
  return vagrant(folder, ['destroy', '--force']);
}

function vagrant(folder: string, args: readonly string[]): Command {
  return {
    file: 'vagrant',
    args,
    cwd: folder,
    stop: STOP,
    env: {
      VAGRANT_CWD: folder,
      VAGRANT_DOTFILE_PATH: memoryOf(folder),
      VAGRANT_VAGRANTFILE: 'Vagrantfile',
      VAGRANT_CHECKPOINT_DISABLE: '1',
      LC_ALL: unicodeLocale(process.env),
    },
  };
}

/** Ruby takes paths for ASCII where the locale does not say otherwise, as in many a CI. */
function unicodeLocale({ LC_ALL, LC_CTYPE, LANG }: Environment): string | undefined {
  const said = [LC_ALL, LC_CTYPE, LANG].find((name) => name !== undefined && name !== '');
  if (said !== undefined && /utf-?8/i.test(said)) return LC_ALL;
  return process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
}
