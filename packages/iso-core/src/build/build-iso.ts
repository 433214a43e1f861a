// The main job: a spec becomes an ISO whose kernel options hold, or an error that says why not.
import { chooseMachine, localHost, type BuildMachine } from '../host/index.js';
import { checkFiles, openFile, openIso } from '../image/index.js';
import {
  acquireBase,
  inspectIso,
  judgeInspection,
  type AcquiredBase,
  type Inspection,
  type KernelOffers,
} from '../inspect/index.js';
import {
  digestOf,
  IsoError,
  localRunner,
  openCache,
  sha256File,
  silentProgress,
  throwIfCancelled,
  withTemporaryFolder,
  type Architecture,
} from '../runtime/index.js';
import {
  chooseArchitecture,
  isReachingLauncher,
  publishedNames,
  readSpec,
  resolveRequirements,
  type HostKind,
} from '../spec/index.js';
import { buildSource } from './build-source.js';
import { withCaseSensitiveCache } from './case-sensitive-cache.js';
import { onWait, type BuildContext } from './context.js';
import { explainFullDisk } from './explain-full-disk.js';
import { usualToolNeeds } from './engine/build-tools.js';
import { remasterEngine } from './engine/remaster-engine.js';
import type { Outcome } from './engine/outcome.js';
import { buildOnMachine } from './machine/build-on-machine.js';
import type { BuildRequest, BuildResult } from './request.js';
import { buildManifest } from './seal/build-manifest.js';
import { gateFinished } from './seal/gate-finished.js';
import { inFolder, writeSealed } from './seal/write-sealed.js';
import { Stages } from './stages.js';

/**
 * Builds the ISO of one spec and architecture and writes it to `outputFolder` with its `.sha256`,
 * manifest and build record: all of them, or none. Two builds for one folder wait for each other.
 * Errors: those of the spec, of fetching, inspecting, configuring, compiling and sealing.
 */
export async function buildIso(request: BuildRequest): Promise<BuildResult> {
  const context = await openContext(request);
  const { cache, signal } = context;
  const { outputFolder } = request;
  return cache.withLock(
    `output+${digestOf({ outputFolder, architecture: context.architecture })}`,
    (held) => buildWhereWished({ ...context, signal: held }),
    { signal, onWait: onWait(context) },
  );
}

async function openContext(request: BuildRequest): Promise<BuildContext> {
  const { env = process.env, progress = silentProgress, cacheFolder } = request;
  const spec = await readSpec(request.specPath);
  const signal = request.signal ?? new AbortController().signal;
  return {
    request,
    spec,
    requirements: resolveRequirements(spec),
    architecture: chooseArchitecture(spec, request.overrides?.architecture),
    cache: openCache({ env, ...(cacheFolder === undefined ? {} : { folder: cacheFolder }) }),
    host: request.host ?? localHost(),
    stages: new Stages(progress, signal),
    progress,
    env,
    signal,
  };
}

async function buildWhereWished(context: BuildContext): Promise<BuildResult> {
  const machine = await machineFor(context);
  return withCaseSensitiveCache(context, machine, (held) =>
    machine === undefined ? build(held) : buildOnMachine(held, machine),
  );
}

/** The machine that is wished for; none for a build that runs where it is wished already. */
async function machineFor(context: BuildContext): Promise<BuildMachine | undefined> {
  const { request, spec, host: local, cache, progress, signal } = context;
  if (request.host !== undefined) return undefined;
  const wish = { ...spec, host: hostOf(context) };
  return chooseMachine(
    { wish, local, needs: usualToolNeeds(context) },
    { run: localRunner, progress, signal, stateFolder: cache.folder },
  );
}

/** The wished host; a launcher that reaches other computers is one of this computer's. */
function hostOf({ request, spec }: BuildContext): HostKind {
  const wish = request.overrides?.host ?? spec.host;
  const { launcher } = spec.kernel.compiler;
  if (wish === 'local' || !isReachingLauncher(launcher)) return wish;
  if (wish === 'auto') return 'local';
  throw new IsoError(
    'LAUNCHER_NOT_ON_MACHINE',
    `"kernel.compiler.launcher": "${launcher}" is for builds on this machine, found "host": "${wish}"`,
    {
      hint: 'Use "host": "local", or the launcher "ccache".',
      details: { launcher, host: wish },
    },
  );
}

async function build(context: BuildContext): Promise<BuildResult> {
  const { request, spec, architecture, cache, stages } = context;
  if (spec.base.kind === 'source') return buildSource(context, spec.base);
  const acquired = await stages.run('Get the base ISO', async () => {
    const value = await acquireBase(context);
    return { value, cached: value.cached };
  });
  const source = await openFile(acquired.path);
  const offers: KernelOffers = new Map();
  try {
    const { base, iso } = await stages.run('Inspect the base', async () => {
      const base = await inspectIso(source, { depth: 'content', offers });
      assertArchitecture(base, architecture);
      const iso = await openIso(source);
      await checkFiles(iso);
      return { value: { base, iso }, detail: `Linux ${base.kernel.release}` };
    });
    return await withTemporaryFolder(request.outputFolder, async (folder) => {
      try {
        const outcome = await remasterEngine(context, { acquired, iso, base, folder });
        return await seal(context, { acquired, base, offers, outcome, folder });
      } catch (error) {
        // Here, as long as the disk is as it was: what is temporary goes next.
        throw await explainFullDisk(error, [cache.folder, request.outputFolder]);
      }
    });
  } finally {
    await source.close();
  }
}

interface Unsealed {
  readonly acquired: AcquiredBase;
  readonly base: Inspection;
  /** What the base's kernel offers: a finished ISO with the very same kernel need not unpack it again. */
  readonly offers: KernelOffers;
  readonly outcome: Outcome;
  /** A folder of this build alone, on the disk of the output. */
  readonly folder: string;
}

async function seal(
  context: BuildContext,
  { acquired, base, offers, outcome, folder }: Unsealed,
): Promise<BuildResult> {
  const { request, spec, architecture, stages, requirements, cache } = context;
  const names = publishedNames(spec, architecture);
  const manifest = await stages.run('Inspect the finished ISO', async () => {
    const source = await openFile(outcome.iso);
    try {
      const result = await inspectIso(source, { depth: 'content', offers });
      const verdicts = judgeInspection(result, requirements, outcome.modulesOf);
      const { rootChanges, configText, kernelSha256 } = outcome;
      gateFinished({ base, result, verdicts, rootChanges, configText, kernelSha256 });
      const isoSha256 = await sha256File(outcome.iso);
      if (outcome.route === 'unchanged') assertCopied(acquired, isoSha256);
      const value = buildManifest({
        isoName: names.iso,
        isoSha256,
        acquired,
        base,
        result,
        verdicts,
        outcome,
      });
      return { value };
    } finally {
      await source.close();
    }
  });
  const files = inFolder(request.outputFolder, names);
  throwIfCancelled(context.signal);
  await writeSealed(folder, files, {
    iso: outcome.iso,
    manifest,
    build: {
      finishedAt: new Date().toISOString(),
      cacheFolder: cache.folder,
      base: acquired.path,
      ...(outcome.sourceFolder === undefined ? {} : { source: outcome.sourceFolder }),
      stages: stages.records,
    },
  });
  return { files, manifest, stages: stages.records };
}

/** A copy is of a path, at which another file may lie by now; everything else is read through an open one. */
function assertCopied({ path, sha256 }: AcquiredBase, found: string): void {
  if (found === sha256) return;
  throw new IsoError('BASE_CHANGED_MEANWHILE', `${path} was changed while it was copied`, {
    hint: 'Wait until nothing builds or copies it any more, and build again.',
    details: { path, expected: sha256, found },
  });
}

function assertArchitecture({ name, architecture }: Inspection, expected: Architecture): void {
  if (architecture === expected) return;
  throw new IsoError(
    'BASE_OF_OTHER_ARCHITECTURE',
    `${name}: expected a base ISO for ${expected}, found one for ${architecture}`,
    {
      hint: 'Correct "base" or "architectures" in the spec.',
      details: { expected, found: architecture },
    },
  );
}
