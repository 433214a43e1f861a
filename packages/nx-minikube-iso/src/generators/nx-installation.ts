// How the workspace has its Nx: as a package, or in .nx/installation where there is no package.json.
import { detectPackageManager, getPackageManagerCommand, readNxJson, type Tree } from '@nx/devkit';

export interface NxInstallation {
  /** What a person types: `npx nx`. */
  readonly command: string;
  /** The folder of the installed packages, relative to the workspace. */
  readonly modules: string;
}

export function nxInstallation(tree: Tree): NxInstallation {
  if (readNxJson(tree)?.installation !== undefined) {
    return { command: './nx', modules: '.nx/installation/node_modules' };
  }
  const { exec } = getPackageManagerCommand(detectPackageManager(tree.root));
  return { command: `${exec} nx`, modules: 'node_modules' };
}
