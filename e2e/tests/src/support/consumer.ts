// A workspace as a user has it: outside of this repository, with what is installed from packed packages.
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { localRunner, type CommandResult } from 'iso-core';
import { outsideEnvironment } from './outside-environment.js';
import type { PackageName } from './packages.js';
import { scratchFolder, WORKSPACE } from './workspace.js';

export interface Consumer {
  readonly folder: string;
  /** Runs the workspace's own Nx; a failing task is no error here. */
  nx(...args: string[]): Promise<CommandResult>;
  git(...args: string[]): Promise<CommandResult>;
  /** Runs a JavaScript module's text with the workspace's packages. */
  node(code: string, kind: 'module' | 'commonjs'): Promise<CommandResult>;
  write(path: string, content: string | object): Promise<void>;
  dispose(): Promise<void>;
}

export interface ConsumerOptions {
  readonly nxVersion: string;
  /** What is installed beside Nx from the start. */
  readonly tarballs?: Readonly<Record<PackageName, string>>;
  readonly packageManager?: 'npm' | 'pnpm';
  /** The URL of the registry that everything comes from. Default: the one of this machine. */
  readonly registry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes the workspace and installs into it; what npm or pnpm has in its cache is not downloaded again. */
export async function consumerWorkspace({
  nxVersion,
  tarballs,
  packageManager = 'npm',
  registry,
  env = {},
}: ConsumerOptions): Promise<Consumer> {
  const { folder, dispose } = await scratchFolder();
  const write = async (path: string, content: string | object) => {
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const environment = outsideEnvironment({
    // Of which pnpm is one.
    PATH: [join(WORKSPACE, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_MINIKUBE_ISO_CACHE: join(folder, '.cache'),
    ...env,
  });
  const start = (file: string, args: string[]) =>
    localRunner({ file, args, cwd: folder, env: environment, okExitCodes: [0, 1] });

  await write('package.json', {
    name: 'consumer',
    version: '0.0.0',
    private: true,
    devDependencies: { nx: nxVersion, ...fileDependencies(tarballs) },
  });
  const npmrc = ['fund=false', 'audit=false', 'update-notifier=false', 'prefer-offline=true'];
  if (registry !== undefined) npmrc.push(`registry=${registry}`);
  await write('.npmrc', `${npmrc.join('\n')}\n`);
  await write('.gitignore', 'node_modules\ndist\n.nx\n.cache\n');
  const plugins = tarballs === undefined ? {} : { plugins: ['nx-minikube-iso'] };
  await write('nx.json', { analytics: false, ...plugins });
  await localRunner({
    file: packageManager,
    args: ['install', '--ignore-scripts', '--loglevel=error'],
    cwd: folder,
    env: environment,
  });
  return {
    folder,
    write,
    dispose,
    nx: (...args) => start(join(folder, 'node_modules/.bin/nx'), args),
    git: (...args) => start('git', args),
    node: (code, kind) => start(process.execPath, [`--input-type=${kind}`, '--eval', code]),
  };
}

function fileDependencies(tarballs: ConsumerOptions['tarballs']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tarballs ?? {}).map(([name, tarball]) => [name, `file:${tarball}`]),
  );
}
