// The build host that is this machine.
import { availableParallelism } from 'node:os';
import { localRunner, type Runner } from '../runtime/index.js';
import type { BuildHost } from './build-host.js';
import { detectPackageManager, type PackageManager } from './package-manager.js';
import { packageFor } from './packages.js';
import { probeTools } from './probe-tools.js';

export interface LocalHostOptions {
  /** Default: the runner of this process. */
  readonly run?: Runner;
  /** How messages call it. */
  readonly name?: string;
}

/** This machine as a build host. */
export function localHost({
  run = localRunner,
  name = 'this machine',
}: LocalHostOptions = {}): BuildHost {
  let manager: Promise<PackageManager | undefined> | undefined;
  const packageManager = () => (manager ??= detectPackageManager(run));
  return {
    name,
    run,
    cpus: () => Promise.resolve(Math.max(1, availableParallelism())),
    packageManager,
    isRoot: () => Promise.resolve(process.getuid?.() === 0),
    missingTools: async (needs) => {
      const missing = await probeTools(run, needs);
      if (missing.length === 0) return [];
      const known = await packageManager();
      return missing.map((need) => {
        const packageName = known === undefined ? undefined : packageFor(need.tool, known);
        return packageName === undefined ? need : { ...need, packageName };
      });
    },
  };
}
