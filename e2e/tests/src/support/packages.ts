// The packages as they would be published.
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { localRunner } from 'iso-core';
import { outsideEnvironment } from './outside-environment.js';
import { scratchFolder, WORKSPACE } from './workspace.js';

export const PACKAGES = ['iso-core', 'nx-minikube-iso'] as const;
export type PackageName = (typeof PACKAGES)[number];

/** What the tests read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly main: string;
  readonly types: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface UnpackedPackage {
  readonly folder: string;
  /** Relative to `folder`, sorted. */
  readonly files: readonly string[];
  readonly manifest: Manifest;
  readonly read: (file: string) => Promise<string>;
  readonly dispose: () => Promise<void>;
}

/** Packs a package, which has to be built, into `folder`; resolves to the tarball's path. */
export async function packPackage(name: PackageName, folder: string): Promise<string> {
  await localRunner({
    file: 'npm',
    args: ['pack', '--loglevel=error', '--pack-destination', folder],
    cwd: join(WORKSPACE, 'packages', name),
    env: outsideEnvironment(),
  });
  const [tarball, ...more] = (await readdir(folder)).filter((file) => file.startsWith(`${name}-`));
  if (tarball === undefined || more.length > 0) throw new Error(`expected one tarball of ${name}`);
  return join(folder, tarball);
}

/** Packs a package and opens the tarball. */
export async function unpackedPackage(name: PackageName): Promise<UnpackedPackage> {
  const scratch = await scratchFolder();
  const tarball = await packPackage(name, scratch.folder);
  const folder = join(scratch.folder, 'unpacked');
  await mkdir(folder);
  await localRunner({ file: 'tar', args: ['-xzf', tarball, '-C', folder, '--strip-components=1'] });
  const read = (file: string) => readFile(join(folder, file), 'utf8');
  return {
    folder,
    files: await filesBelow(folder),
    manifest: JSON.parse(await read('package.json')) as Manifest,
    read,
    dispose: scratch.dispose,
  };
}

/** The sources of a package, relative to its src/, sorted. */
export function sourcesOf(name: PackageName): Promise<string[]> {
  return filesBelow(join(WORKSPACE, 'packages', name, 'src'));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
