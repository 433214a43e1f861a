// What every step of one verification works with.
import { localHost, type BuildHost } from '../host/index.js';
import { defaultDepth, type Depth } from '../inspect/index.js';
import {
  openCache,
  silentProgress,
  type Architecture,
  type Cache,
  type Environment,
  type Progress,
} from '../runtime/index.js';
import {
  chooseArchitecture,
  readSpec,
  resolveRequirements,
  type IsoSpec,
  type Requirement,
} from '../spec/index.js';
import type { FoundMachineTools } from './machine/index.js';
import type { VerifyRequest } from './request.js';
import { findToolsToBoot } from './tools-to-boot.js';

export interface VerifyContext {
  readonly request: VerifyRequest;
  readonly spec: IsoSpec;
  /** How to verify: the spec's words, and those of the request over them. */
  readonly settings: IsoSpec['verify'];
  readonly requirements: readonly Requirement[];
  readonly architecture: Architecture;
  readonly depth: Depth;
  readonly cache: Cache;
  readonly host: BuildHost;
  /** What boots the ISO, looked for once; `undefined` where nothing is to be booted. Error: `TOOLS_MISSING`. */
  readonly tools: () => Promise<FoundMachineTools | undefined>;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Errors: those of reading the spec, `ARCHITECTURE_NOT_CHOSEN`. */
export async function openContext(request: VerifyRequest): Promise<VerifyContext> {
  const { env = process.env, progress = silentProgress, cacheFolder, overrides = {} } = request;
  const spec = await readSpec(request.specPath);
  const { boot, probes, timeout, memory, iso } = overrides;
  const context = {
    request,
    spec,
    settings: {
      ...spec.verify,
      ...(boot === undefined ? {} : { boot }),
      ...(probes === undefined ? {} : { probes }),
      ...(timeout === undefined ? {} : { timeout }),
      ...(memory === undefined ? {} : { memory }),
    },
    requirements: resolveRequirements(spec),
    architecture: chooseArchitecture(spec, overrides.architecture),
    depth: overrides.depth ?? (iso === undefined ? 'content' : defaultDepth(iso)),
    cache: openCache({ env, ...(cacheFolder === undefined ? {} : { folder: cacheFolder }) }),
    host: localHost(),
    env,
    progress,
    signal: request.signal ?? new AbortController().signal,
  };
  let tools: Promise<FoundMachineTools | undefined> | undefined;
  return { ...context, tools: () => (tools ??= findToolsToBoot(context)) };
}

/** Copies of a whole ISO or initrd lie there meanwhile: the system's folder for such things may be small. */
export function workFolder({ cache }: Pick<VerifyContext, 'cache'>): string {
  return cache.path('work');
}
