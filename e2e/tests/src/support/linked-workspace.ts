// A workspace outside of this repository that uses the packages as they are built here: the real Nx and
// the real executor, without packing and installing.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startFamily, type Family } from './family.js';
import { outsideEnvironment } from './outside-environment.js';
import { scratchFolder, WORKSPACE } from './workspace.js';

export interface LinkedWorkspace {
  readonly folder: string;
  /** Starts the workspace's Nx. */
  readonly nx: (args: readonly string[], env?: Readonly<Record<string, string>>) => Family;
  /** The same in a terminal of its own, where Ctrl-C can be typed. */
  readonly nxInTerminal: LinkedWorkspace['nx'];
  readonly write: (path: string, content: object | string) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export async function linkedWorkspace(cacheFolder: string): Promise<LinkedWorkspace> {
  const { folder, dispose } = await scratchFolder();
  const write = async (path: string, content: object | string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(folder, path), text);
  };
  await symlink(join(WORKSPACE, 'node_modules'), join(folder, 'node_modules'));
  await write('.gitignore', 'node_modules\ndist\n.nx\n');
  await write('nx.json', { analytics: false, plugins: ['nx-minikube-iso'] });
  // Nx takes what is installed from the lock file.
  const plugin = { 'nx-minikube-iso': '0.1.0' };
  const root = { name: 'linked', version: '0.0.0', private: true, devDependencies: plugin };
  await write('package.json', root);
  await write('package-lock.json', {
    lockfileVersion: 3,
    packages: { '': root, 'node_modules/nx-minikube-iso': { version: '0.1.0', dev: true } },
  });
  const environment = outsideEnvironment({
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_MINIKUBE_ISO_CACHE: cacheFolder,
  });
  const nx = join(folder, 'node_modules/.bin/nx');
  return {
    folder,
    nx: (args, env = {}) =>
      startFamily({ file: nx, args, cwd: folder, env: { ...environment, ...env } }),
    nxInTerminal: (args, env = {}) =>
      startFamily({
        file: 'script',
        args: ['--quiet', '--return', '--flush', '--command', [nx, ...args].join(' '), '/dev/null'],
        cwd: folder,
        env: { ...environment, TERM: 'xterm', NO_COLOR: undefined, ...env },
      }),
    write,
    dispose,
  };
}
