// What every stage of one build works with.
import type { BuildHost } from '../host/index.js';
import type { Launcher } from '../kernel/index.js';
import type { Architecture, Cache, Environment, Progress } from '../runtime/index.js';
import type { IsoSpec, Requirement } from '../spec/index.js';
import type { BuildRequest } from './request.js';
import type { Stages } from './stages.js';

export interface BuildContext {
  readonly request: BuildRequest;
  readonly spec: IsoSpec;
  readonly requirements: readonly Requirement[];
  readonly architecture: Architecture;
  readonly cache: Cache;
  readonly host: BuildHost;
  readonly stages: Stages;
  readonly progress: Progress;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

/** Shown when another process holds what this one needs. */
export function onWait({ progress }: Pick<BuildContext, 'progress'>) {
  return (holder: string, isThisProcess = false): void => {
    // What two steps of one build want is soon made.
    if (!isThisProcess) progress.note(`Waiting for another build: ${holder}`);
  };
}

/** How many compiler processes run at once: what was asked for, else what the launcher keeps busy. */
export async function jobsOf(
  { request, spec, host }: BuildContext,
  launcher?: Launcher,
): Promise<number> {
  const asked = request.overrides?.jobs ?? spec.kernel.compiler.jobs;
  return asked ?? launcher?.jobs ?? (await host.cpus());
}
