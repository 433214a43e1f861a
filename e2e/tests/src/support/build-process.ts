// Builds as processes of their own, and what an output folder says after one was stopped.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256File, type BuildRequest } from 'iso-core';
import { startFamily, type Family, type FamilyCommand } from './family.js';
import { outsideEnvironment } from './outside-environment.js';

const SCRIPT = fileURLToPath(new URL('run-build.mjs', import.meta.url));

/** Where a build sends itself `signal`. */
export type SelfStop = { readonly signal: NodeJS.Signals } & (
  | { readonly atStage: string }
  | { readonly beforeNaming: string }
  | { readonly beforeChange: number }
);

export interface BuildProcessOptions {
  readonly request: Pick<BuildRequest, 'specPath' | 'outputFolder' | 'cacheFolder'>;
  readonly stop?: SelfStop;
  readonly env?: Readonly<Record<string, string>>;
  /** Makes of the command one that runs it elsewhere. */
  readonly within?: (command: FamilyCommand) => FamilyCommand;
}

/** Starts a build, with the packages as they are built. */
export function startBuild(options: BuildProcessOptions): Family {
  const { request, stop, env = {}, within = (command) => command } = options;
  return startFamily(
    within({
      file: process.execPath,
      args: [SCRIPT, JSON.stringify({ request, stop })],
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      env: outsideEnvironment(env),
    }),
  );
}

/**
 * The digest of the ISO that an output folder offers as finished, or `undefined`. Throws when it is not
 * what its manifest and its `.sha256` say.
 */
export async function offeredIso(folder: string): Promise<string | undefined> {
  const path = join(folder, 'minikube-amd64.iso');
  const text = await readFile(join(folder, 'minikube-amd64.manifest.json'), 'utf8').catch(() => '');
  if (text === '') return undefined;
  const { iso } = JSON.parse(text) as { iso: { sha256: string } };
  const digests = [
    await sha256File(path),
    iso.sha256,
    (await readFile(`${path}.sha256`, 'utf8')).trim(),
  ];
  if (new Set(digests).size !== 1)
    throw new Error(`The ISO is not the sealed one: ${digests.join()}`);
  return digests[0];
}

/** What lies in an output folder beside a finished ISO and its files. */
export async function leftovers(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter(
    (name) => !/^minikube-amd64\.(iso|iso\.sha256|manifest\.json|build\.json)$/.test(name),
  );
}
