// Starts the built programs of src/programs/, and reads what they say of themselves.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Architecture } from 'iso-core';
import { baseIsoFile } from 'lab';
import { LINUX_SOURCE, programFile, type Bench } from '../bench.js';
import { specText, type Wish } from '../inputs/specs.js';
import type { BuildFacts, InspectionFacts, VerificationFacts } from '../programs/facts.js';
import { timed } from './stopwatch.js';

export interface BuildWish {
  /** A new folder for the spec and the output. */
  readonly folder: string;
  readonly require: readonly Wish[];
  /** Default: `amd64`. */
  readonly architecture?: Architecture;
  /** Default: the lab's base ISO. */
  readonly base?: string;
  /** Further keys of the spec. */
  readonly more?: object;
  /** Default: that of this machine. */
  readonly cacheFolder?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Built extends BuildFacts {
  /** Of the whole process. */
  readonly seconds: number;
  /** Where the ISO and the files beside it are. */
  readonly output: string;
}

/** Builds as a process of its own. Rejects with `COMMAND_FAILED` and what the build printed. */
export async function build(bench: Bench, wish: BuildWish): Promise<Built> {
  const { run, cache, signal } = bench;
  const { folder, require, architecture = 'amd64', cacheFolder = cache.folder, env } = wish;
  const { base = baseIsoFile(architecture), more = {} } = wish;
  const output = join(folder, 'iso');
  const spec = specFile(folder);
  await mkdir(folder, { recursive: true });
  await writeFile(spec, specText({ base, source: LINUX_SOURCE, require, architecture, more }));
  const command = {
    file: process.execPath,
    args: [programFile('build'), spec, output],
    env: { NX_MINIKUBE_ISO_CACHE: cacheFolder, CCACHE_DIR: undefined, ...env },
  };
  const { seconds, value } = await timed(() => run(command, { signal }));
  return { ...(JSON.parse(value.stdout) as BuildFacts), seconds, output };
}

/** Inspects as a process of its own. Rejects with `COMMAND_FAILED` and what it printed. */
export async function inspect(
  { run, signal }: Bench,
  iso: string,
  depth: 'kernel' | 'content',
): Promise<InspectionFacts & { readonly seconds: number }> {
  const command = { file: process.execPath, args: [programFile('inspect'), iso, depth] };
  const { seconds, value } = await timed(() => run(command, { signal }));
  return { ...(JSON.parse(value.stdout) as InspectionFacts), seconds };
}

/** Verifies what `build` made in `folder`, as a process of its own and with nothing kept of it before. */
export async function verify(
  { run, signal }: Bench,
  folder: string,
): Promise<VerificationFacts & { readonly seconds: number }> {
  const output = join(folder, 'verify');
  const command = {
    file: process.execPath,
    args: [programFile('verify'), specFile(folder), join(folder, 'iso'), output],
    env: { NX_MINIKUBE_ISO_CACHE: join(output, 'cache') },
  };
  await rm(output, { recursive: true, force: true });
  const { seconds, value } = await timed(() => run(command, { signal }));
  return { ...(JSON.parse(value.stdout) as VerificationFacts), seconds };
}

/** Where `build` writes the spec of a folder. */
export function specFile(folder: string): string {
  return join(folder, 'minikube-iso.json');
}
