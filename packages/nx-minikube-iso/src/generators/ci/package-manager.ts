// How a fresh machine comes to the packages of a workspace.
import { getPackageManagerCommand, type PackageManager } from '@nx/devkit';

export interface PackageManagerSteps {
  /** Brings the package manager, on a machine that has Node.js. */
  readonly setUp: readonly string[];
  /** Installs exactly what the lock file says. */
  readonly install: string;
  /** What stands before `nx` on a command line. */
  readonly exec: string;
  /** The pattern of the lock file's name. */
  readonly lockFile: string;
  /** What it needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

// Without the variable corepack writes a version into a package.json that has none.
const COREPACK = {
  setUp: ['npm install --global corepack', 'corepack enable'],
  env: { COREPACK_ENABLE_AUTO_PIN: '0' },
};

/** What Nx does not know of them, or says otherwise: its command for bun may change the lock file. */
const MANAGERS: Readonly<
  Record<PackageManager, Omit<PackageManagerSteps, 'install' | 'exec'> & { install?: string }>
> = {
  npm: { setUp: [], lockFile: 'package-lock.json', env: {} },
  pnpm: { ...COREPACK, lockFile: 'pnpm-lock.yaml' },
  yarn: { ...COREPACK, lockFile: 'yarn.lock' },
  bun: {
    setUp: ['npm install --global bun'],
    install: 'bun install --frozen-lockfile',
    lockFile: 'bun.lock*',
    env: {},
  },
};

/** The steps for the workspace in the folder `root`, whose version of yarn decides about its options. */
export function packageManagerSteps(manager: PackageManager, root: string): PackageManagerSteps {
  const { ciInstall, exec } = getPackageManagerCommand(manager, root);
  return { install: ciInstall, exec, ...MANAGERS[manager] };
}
