// A build in a virtual machine that Vagrant makes. Its disk holds the sources and object trees of the build;
// what the build reads of this computer goes in, and the finished files come out.
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { inStep, openCache, withTemporaryFolder } from '../../runtime/index.js';
import type { SpecVagrant } from '../../spec/index.js';
import type { BuildMachine, MachineContext, MachineJob } from '../machine.js';
import { copyIn, copyOut } from './copy-job.js';
import { gatherTools, installTools, RUN_PROGRAM, type RunningMachine } from './guest-tools.js';
import { withMachine } from './machine-life.js';
import { machineSettings, type Computer } from './machine-settings.js';

/**
 * A virtual machine as a machine; it is made when a job runs. Builds with one cache folder have one machine,
 * one after the other. Its errors are `HOST_MEMORY_LOW`, `VAGRANT_PROVIDER_MISSING`, `VAGRANT_UP_FAILED`,
 * `VAGRANT_MACHINE_LEFT`, `VAGRANT_COPY_FAILED`, `VAGRANT_TOOLS_FAILED`, and those of a download.
 */
export function vagrantMachine(
  wish: SpecVagrant,
  context: MachineContext,
  computer: Computer = thisComputer(),
): BuildMachine {
  return {
    kind: 'vagrant',
    name: 'a Vagrant machine',
    run: async (job) => {
      const settings = machineSettings(wish, computer);
      const cache = openCache({ folder: context.stateFolder ?? job.folders.cache });
      const folder = cache.path('vagrant');
      await cache.withLock(
        'vagrant',
        (signal) => {
          const held = { ...context, signal };
          return withMachine({ folder, settings, keep: wish.keepMachine }, held, (guest) =>
            runJob(job, { context: held, guest, folder }),
          );
        },
        {
          signal: context.signal,
          onWait: (holder) => context.progress.note(`Waiting for the machine of ${holder}`),
        },
      );
    },
  };
}

function thisComputer(): Computer {
  return { cpus: availableParallelism(), memory: Math.floor(totalmem() / 1024 ** 2) };
}

async function runJob(
  { program, request, folders, onLine }: MachineJob,
  machine: RunningMachine,
): Promise<void> {
  const { context, guest, folder } = machine;
  const { run, progress, signal } = context;
  await withTemporaryFolder(folder, async (scratch) => {
    await inStep(progress, 'Copy what the build reads', async () => {
      const tools = await gatherTools(program, join(scratch, 'root'), machine);
      await copyIn(folders, tools, scratch, machine);
    });
    await inStep(progress, 'Install the tools', (step) =>
      installTools(machine, (detail) => step.update({ detail })),
    );
    const input = { input: `${request}\n`, holdsInput: true };
    await run(guest.shell(RUN_PROGRAM, input), { signal, onLine });
    await inStep(progress, 'Copy the ISO back', () => copyOut(folders.output, scratch, machine));
  });
}
