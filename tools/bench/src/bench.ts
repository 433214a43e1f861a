// What every measurement works with.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cache, Progress, Runner } from 'iso-core';

export interface Bench {
  readonly run: Runner;
  /** The cache folder of this machine, which builds and tests share. */
  readonly cache: Cache;
  /** A folder of this run alone, on the disk of the cache folder. */
  readonly scratch: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

// One level up from both src/ and dist/.
const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** A shell script of by-hand/: what a peer is measured by. */
export function byHandScript(name: string): string {
  return join(PROJECT, 'by-hand', name);
}

/** A program of src/programs/, built: what is measured as a process of its own. */
export function programFile(name: string): string {
  return join(PROJECT, 'dist/programs', `${name}.js`);
}

/** The plugin of Nx, built. It comes by its file: the benchmark knows nothing of Nx. */
export const PLUGIN = join(PROJECT, '../../packages/nx-minikube-iso/dist/plugin.js');

/** Debian's source of the lab's kernel, of the package linux-source-6.1. */
export const LINUX_SOURCE = '/usr/src/linux-source-6.1.tar.xz';

/** What several figures share is measured once: `measure` runs at the first call for each bench. */
export function once<T>(measure: (bench: Bench) => Promise<T>): (bench: Bench) => Promise<T> {
  const known = new WeakMap<Bench, Promise<T>>();
  return (bench) => {
    const value = known.get(bench) ?? measure(bench);
    known.set(bench, value);
    return value;
  };
}
