// The calls of OpenSSH that get into a machine. Lines for the shell there are constants of ours; what differs
// from build to build goes as a file or over standard input.
import type { Command } from '../../runtime/index.js';

/** A machine as the user that Vagrant made there, who may `sudo` without a password. */
export interface Guest {
  /** Runs a line of the shell. */
  shell(line: string, input?: Pick<Command, 'input' | 'holdsInput'>): Command;
  /** Copies a file of this computer to `name` in the home folder. */
  send(path: string, name: string): Command;
  /** Copies `name` of the home folder to a file of this computer. */
  fetch(name: string, path: string): Command;
}

/** A machine that does not answer for two minutes is gone. */
const OPTIONS = ['BatchMode=yes', 'ServerAliveInterval=15', 'ServerAliveCountMax=8'];

/** The machine that an OpenSSH configuration calls `default`. */
export function guestBehind(config: string): Guest {
  const options = ['-F', config, ...OPTIONS.flatMap((option) => ['-o', option])];
  const copy = (from: string, to: string): Command => ({
    file: 'scp',
    args: ['-q', ...options, from, to],
  });
  return {
    shell: (line, input = {}) => ({ file: 'ssh', args: [...options, 'default', line], ...input }),
    send: (path, name) => copy(path, `default:${name}`),
    fetch: (name, path) => copy(`default:${name}`, path),
  };
}
