// A workspace as a user has it: outside of this repository, with the packed packages installed.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localRunner, type CommandResult } from 'iso-core';
import { outsideEnvironment } from './outside-environment.js';
import type { PackageName } from './packages.js';
import { scratchFolder } from './workspace.js';

export interface Consumer {
  readonly folder: string;
  /** Runs the workspace's own Nx; a failing task is no error here. */
  nx(...args: string[]): Promise<CommandResult>;
  /** Runs a JavaScript module's text with the workspace's packages. */
  node(code: string, kind: 'module' | 'commonjs'): Promise<CommandResult>;
  write(path: string, content: string | object): Promise<void>;
  dispose(): Promise<void>;
}

export interface ConsumerOptions {
  readonly nxVersion: string;
  readonly tarballs: Readonly<Record<PackageName, string>>;
}

/** Makes the workspace and installs into it; npm's cache serves what it has. */
export async function consumerWorkspace(options: ConsumerOptions): Promise<Consumer> {
  const { folder, dispose } = await scratchFolder();
  const write = async (path: string, content: string | object) => {
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const environment = outsideEnvironment({
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_MINIKUBE_ISO_CACHE: join(folder, '.cache'),
  });
  const start = (file: string, args: string[]) =>
    localRunner({ file, args, cwd: folder, env: environment, okExitCodes: [0, 1] });

  await write('package.json', {
    name: 'consumer',
    version: '0.0.0',
    private: true,
    devDependencies: { nx: options.nxVersion, ...fileDependencies(options.tarballs) },
  });
  await write('.npmrc', 'fund=false\naudit=false\nupdate-notifier=false\n');
  await write('.gitignore', 'node_modules\ndist\n.nx\n.cache\n');
  await write('nx.json', { analytics: false, plugins: ['nx-minikube-iso'] });
  await localRunner({
    file: 'npm',
    args: ['install', '--prefer-offline', '--ignore-scripts', '--loglevel=error'],
    cwd: folder,
    env: environment,
  });
  return {
    folder,
    write,
    dispose,
    nx: (...args) => start(join(folder, 'node_modules/.bin/nx'), args),
    node: (code, kind) => start(process.execPath, [`--input-type=${kind}`, '--eval', code]),
  };
}

function fileDependencies(tarballs: ConsumerOptions['tarballs']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tarballs).map(([name, tarball]) => [name, `file:${tarball}`]),
  );
}
