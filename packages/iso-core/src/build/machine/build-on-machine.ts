// A build on a machine: the same job that runs here otherwise, its stages shown as they go, and of what it
// made only what is whole put in place.
import { lstat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BuildMachine } from '../../host/index.js';
import { readManifest, type Manifest } from '../../inspect/index.js';
import {
  cleanLine,
  IsoError,
  isIsoError,
  sha256File,
  throwIfCancelled,
  withTemporaryFolder,
  writeAtomically,
  type Architecture,
} from '../../runtime/index.js';
import { publishedNames, type PublishedNames } from '../../spec/index.js';
import type { BuildContext } from '../context.js';
import type { BuildResult, StageRecord } from '../request.js';
import { inFolder, placeSealed } from '../seal/write-sealed.js';
import { jobEnvironment } from './job-environment.js';
import { jobInputs } from './job-inputs.js';
import { parseMessage, type WorkerMessage, type WorkerRequest } from './messages.js';
import { ToldProgress } from './told-progress.js';

/** The worker with all that it needs in one file: the package's own build makes it. */
const WORKER = fileURLToPath(new URL('../../../worker/worker.mjs', import.meta.url));

/** Of the program's own output, for the error when it breaks off. */
const KEPT_LINES = 20;

type Refused = Extract<WorkerMessage, { kind: 'refused' }>;

type Context = Pick<
  BuildContext,
  'request' | 'spec' | 'architecture' | 'cache' | 'env' | 'progress' | 'signal'
>;

/**
 * Builds on `machine` what `context` asks for. Errors: those of the build, those of the machine, and
 * `MACHINE_BUILD_BROKE_OFF`, `MACHINE_ISO_DAMAGED`.
 */
export async function buildOnMachine(
  context: Context,
  machine: BuildMachine,
  program = WORKER,
): Promise<BuildResult> {
  const { request, spec, architecture, signal } = context;
  const names = publishedNames(spec, architecture);
  const files = inFolder(request.outputFolder, names);
  return withTemporaryFolder(request.outputFolder, async (output) => {
    const stages = await runWorker(context, { machine, program, output });
    const made = inFolder(output, names);
    const manifest = await wholeManifest(machine, made, architecture);
    await writeAtomically(made.sha256, `${manifest.iso.sha256}\n`);
    throwIfCancelled(signal);
    await placeSealed(made, files);
    return { files, manifest, stages };
  });
}

interface Work {
  readonly machine: BuildMachine;
  readonly program: string;
  /** The folder that it writes to. */
  readonly output: string;
}

async function runWorker(
  { request, spec, architecture, cache, env, progress }: Context,
  { machine, program, output }: Work,
): Promise<readonly StageRecord[]> {
  const { specPath, overrides } = request;
  const environment = jobEnvironment(env);
  const asked: WorkerRequest = {
    specPath,
    outputFolder: output,
    cacheFolder: cache.folder,
    architecture,
    ...(overrides?.jobs === undefined ? {} : { jobs: overrides.jobs }),
    machine: machine.name,
    env: environment.env,
  };
  const told = new ToldProgress(progress);
  let built: readonly StageRecord[] | undefined;
  let refused: Refused | undefined;
  let lastLines: string[] = [];
  try {
    await machine.run({
      program,
      request: JSON.stringify(asked),
      folders: {
        inputs: [...jobInputs(specPath, spec, architecture), ...environment.files],
        cache: cache.folder,
        output,
      },
      onLine: (line) => {
        const message = parseMessage(line);
        if (message === undefined) lastLines = [...lastLines.slice(1 - KEPT_LINES), line];
        else if (message.kind === 'built') built = message.stages;
        else if (message.kind === 'refused') refused = message;
        else told.take(message);
      },
    });
  } catch (error) {
    throw isIsoError(error, 'COMMAND_FAILED') ? brokeOff(machine, lastLines, error) : error;
  } finally {
    told.fail();
  }
  if (refused !== undefined) throw IsoError.restored(refused);
  if (built === undefined) throw brokeOff(machine, lastLines);
  return built;
}

function brokeOff({ name }: BuildMachine, lastLines: readonly string[], cause?: unknown): IsoError {
  // A program that breaks off says why, and then where it was.
  const why = lastLines.findLast((line) => /\b\w*Error\b/.test(line)) ?? lastLines.at(-1);
  return new IsoError('MACHINE_BUILD_BROKE_OFF', `The build in ${name} broke off`, {
    hint:
      why === undefined
        ? 'It may have run out of memory: give it more, or fewer "jobs", and build again.'
        : `The last that it said: ${cleanLine(why)}`,
    cause,
    details: { machine: name, lastLines },
  });
}

/** The manifest of an ISO that came over whole, with all that belongs to it. */
async function wholeManifest(
  machine: BuildMachine,
  made: PublishedNames,
  architecture: Architecture,
): Promise<Manifest> {
  const files = await Promise.all(
    [made.iso, made.sha256, made.manifest, made.build].map((path) =>
      lstat(path).catch(() => undefined),
    ),
  );
  const isComplete = files.every((facts) => facts?.isFile() === true);
  const manifest = isComplete ? await readManifest(made.manifest) : undefined;
  const found = manifest === undefined ? undefined : await sha256File(made.iso);
  if (manifest?.architecture === architecture && manifest.iso.sha256 === found) return manifest;
  const expected = { architecture, sha256: manifest?.iso.sha256 };
  throw new IsoError(
    'MACHINE_ISO_DAMAGED',
    `${machine.name} did not hand over the ISO that it built: expected one for ${architecture} with the SHA-256 ${expected.sha256 ?? 'of a manifest'}, found ${found ?? 'not all of its files'}`,
    {
      hint: 'Look whether there is room on both disks, and build again.',
      details: { expected, found: { architecture: manifest?.architecture, sha256: found } },
    },
  );
}
