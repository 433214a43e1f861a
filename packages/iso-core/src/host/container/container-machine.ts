// A build in a container.
import { inStep, openCache } from '../../runtime/index.js';
import type { SpecContainer } from '../../spec/index.js';
import { isCaseSensitive } from '../case-sensitivity.js';
import type { BuildMachine, MachineContext, MachineJob } from '../machine.js';
import { builderImage } from './builder-image.js';
import { containerName, isAbandoned } from './container-name.js';
import { copyIn, copyOut } from './copies.js';
import { EngineCommands } from './engine-commands.js';
import type { ContainerEngine } from './find-engine.js';
import { jobFiles, type JobFile } from './job-files.js';
import { sharingArguments, sharingWith, type Sharing } from './sharing.js';

/** How long a program has for its polite end. */
const STOP_SECONDS = 10;

/** Of the program's output, which is told line by line. */
const KEPT_BYTES = 64 * 1024;

/**
 * A container of `engine` as a machine; it is made when a job runs. Its errors are `BUILDER_IMAGE_FAILED`,
 * `CONTAINER_FAILED` and `CONTAINER_DISK_FULL`.
 */
export function containerMachine(
  engine: ContainerEngine,
  settings: SpecContainer,
  context: MachineContext,
  tellsCases: typeof isCaseSensitive = isCaseSensitive,
): BuildMachine {
  const { program } = engine;
  const commands = new EngineCommands(program, context.run);
  return {
    kind: 'container',
    name: `a ${program} container`,
    run: async (job) => {
      const { progress, signal } = context;
      const cache = openCache({ folder: job.folders.cache });
      await removeAbandoned(commands);
      const image = await builderImage(commands, settings, { cache, progress, signal });
      const files = await jobFiles(job);
      const sharing = await sharingWith(engine, job.folders.cache, tellsCases);
      const name = containerName();
      const create = [
        ...['create', '--name', name, '--pull', 'never', '--interactive'],
        ...(settings.network === undefined ? [] : ['--network', settings.network]),
        ...sharingArguments(sharing, engine, job.folders, files),
        ...['--env', 'HOME=/tmp', '--entrypoint', 'node', image, job.program],
      ];
      try {
        // Not to be interrupted: a container that is half made cannot be removed.
        await commands.call(create);
        await runJob({ commands, name, sharing, files, job }, context);
      } catch (error) {
        await commands.attempt(['stop', '-t', String(STOP_SECONDS), name]);
        throw error;
      } finally {
        await commands.attempt(['rm', '--force', '--volumes', name]);
      }
    },
  };
}

interface Container {
  readonly commands: EngineCommands;
  readonly name: string;
  readonly sharing: Sharing;
  readonly files: readonly JobFile[];
  readonly job: MachineJob;
}

async function runJob(
  { commands, name, sharing, files, job }: Container,
  { progress, signal }: MachineContext,
): Promise<void> {
  const { folders, request, onLine } = job;
  const start = () =>
    commands.run(
      ['start', '--attach', '--interactive', name],
      { signal, onLine, keptBytes: KEPT_BYTES },
      // It stays open: its end, by whatever death of ours, stops the program.
      {
        input: `${request}\n`,
        holdsInput: true,
        // It hands the signal on, and ends with the program: a second one would not be polite any more.
        stop: { signal: 'SIGTERM', milliseconds: STOP_SECONDS * 1000 },
      },
    );
  if (sharing === 'seen') {
    await start();
    return;
  }
  await inStep(progress, 'Copy what the build reads', () =>
    copyIn(commands, name, { folders, files }, signal),
  );
  await start();
  await inStep(progress, 'Copy what was built', () => copyOut(commands, name, folders, signal));
}

/** Removes the containers of killed processes. Their programs have ended by themselves. */
async function removeAbandoned(commands: EngineCommands): Promise<void> {
  const names = await commands.call([
    ...['ps', '--all', ...(commands.program === 'podman' ? ['--external'] : [])],
    ...['--filter', 'name=nx-minikube-iso', '--format', '{{.Names}}'],
  ]);
  for (const name of names.split('\n').filter((each) => isAbandoned(each.trim()))) {
    await commands.attempt(['rm', '--force', '--volumes', name.trim()]);
  }
}
