// A computer that has Vagrant: a stand-in on PATH, and where its machines are.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('vagrant-stand-in.mjs', import.meta.url));

export interface Orders {
  /** What a command ends with, by the name of the message in Vagrant's locale; `provider` is for all. */
  readonly refuse?: Readonly<Record<string, string>>;
  /** The command that is in the middle of its work until somebody interrupts it. */
  readonly stall?: 'up' | 'ssh-config' | 'halt' | 'destroy';
  /** Programs of the box below /usr, by their paths there. */
  readonly guest?: Readonly<Record<string, string>>;
}

export interface Machine {
  readonly state: 'running' | 'poweroff';
  readonly box: string;
  readonly cpus: number;
  readonly memory: number;
}

export interface VagrantComputer {
  /** What a process needs to find the stand-in. */
  readonly env: { readonly PATH: string; readonly VIRTUALBOX: string };
  order(orders: Orders): Promise<void>;
  /** What is left in VirtualBox. */
  machines(): Promise<readonly Machine[]>;
  /** Every call of Vagrant since the last time that this was asked. */
  calls(): Promise<readonly string[]>;
}

/** apt-get and dpkg of a box that has every package already, and says what it was asked for. */
export const INSTALLED = {
  'local/sbin/dpkg': '#!/bin/sh\n',
  'local/sbin/apt-get': '#!/bin/sh\necho "apt-get $*"\n',
};

export async function vagrantComputer(folder: string): Promise<VagrantComputer> {
  const [programs, virtualbox] = [join(folder, 'programs'), join(folder, 'VirtualBox VMs')];
  await mkdir(programs, { recursive: true });
  await mkdir(virtualbox);
  await writeFile(
    join(programs, 'vagrant'),
    `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`,
    { mode: 0o755 },
  );
  const order = (orders: Orders) =>
    writeFile(join(virtualbox, 'orders.json'), JSON.stringify({ guest: INSTALLED, ...orders }));
  await order({});
  const calls = join(virtualbox, 'calls');
  return {
    env: { PATH: [programs, process.env['PATH']].join(delimiter), VIRTUALBOX: virtualbox },
    order,
    machines: async () => {
      const names = await readdir(virtualbox);
      const paths = names.map((name) => join(virtualbox, name, 'machine.json')).filter(existsSync);
      const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
      return texts.map((text) => JSON.parse(text) as Machine);
    },
    calls: async () => {
      const text = await readFile(calls, 'utf8').catch(() => '');
      await writeFile(calls, '');
      return text.trimEnd().split('\n');
    },
  };
}
