// Which package manager a host has, and the exact command that installs packages with it.
import { isIsoError, type Runner } from '../runtime/index.js';

export type PackageManager = 'apt' | 'dnf' | 'pacman' | 'brew';

const FAMILIES: ReadonlyMap<string, PackageManager> = new Map([
  ['debian', 'apt'],
  ['ubuntu', 'apt'],
  ['fedora', 'dnf'],
  ['rhel', 'dnf'],
  ['centos', 'dnf'],
  ['arch', 'pacman'],
]);

const COMMANDS: Readonly<Record<PackageManager, readonly string[]>> = {
  apt: ['apt-get', 'install', '--yes'],
  dnf: ['dnf', 'install', '--assumeyes'],
  pacman: ['pacman', '-S', '--needed', '--noconfirm'],
  brew: ['brew', 'install'],
};

/** The package manager of the host behind `run`: by its os-release, or brew on macOS. */
export async function detectPackageManager(run: Runner): Promise<PackageManager | undefined> {
  const release = await output(run, 'cat', ['/etc/os-release']);
  if (release !== undefined) return packageManagerOf(release);
  return (await output(run, 'uname', ['-s'])) === 'Darwin' ? 'brew' : undefined;
}

/** The package manager of the system that an os-release file (os-release(5)) describes. */
export function packageManagerOf(osRelease: string): PackageManager | undefined {
  const names = [...fieldOf(osRelease, 'ID'), ...fieldOf(osRelease, 'ID_LIKE')];
  return names.map((name) => FAMILIES.get(name)).find((manager) => manager !== undefined);
}

/** The command that installs `packages`, as a person types it. */
export function installCommand(
  manager: PackageManager,
  packages: readonly string[],
  isRoot: boolean,
): string {
  const prefix = isRoot || manager === 'brew' ? [] : ['sudo'];
  return [...prefix, ...COMMANDS[manager], ...packages].join(' ');
}

function fieldOf(osRelease: string, field: string): string[] {
  const value = new RegExp(`^${field}=(.*)$`, 'm').exec(osRelease)?.[1] ?? '';
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .split(/\s+/);
}

async function output(
  run: Runner,
  file: string,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    return (await run({ file, args })).stdout.trim();
  } catch (error) {
    if (isIsoError(error, 'COMMAND_FAILED', 'COMMAND_NOT_FOUND')) return undefined;
    throw error;
  }
}
