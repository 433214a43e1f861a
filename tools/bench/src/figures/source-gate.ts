// What the engine `source` takes to say that an option cannot hold, before make begins and takes hours.
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { IsoError } from 'iso-core';
import { inStep, isIsoError } from 'iso-core';
import { LINUX_SOURCE, programFile, type Bench } from '../bench.js';
import { makeMinikubeRepository } from '../inputs/minikube-repository.js';
import { median } from '../measure/median.js';
import { inRounds } from '../measure/rounds.js';
import { timed } from '../measure/stopwatch.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const cold = 'gate before a source build, kernel not unpacked';
const warm = 'gate before a source build, kernel unpacked';

/** Needs what the lab's kernel lacks. */
const IN_VAIN = { option: 'BPF_KPROBE_OVERRIDE', value: 'y' };

/** What minikube's make would call, and the gate does not. */
const TOOLS_OF_MAKE = ['7z', 'automake', 'cmake', 'go', 'gpg', 'libtoolize', 'rsync'];

export const sourceGate: Figure = {
  names: [cold, warm],
  async measure(bench) {
    const folder = join(bench.scratch, 'source-gate');
    const cache = join(folder, 'cache');
    const repository = await makeMinikubeRepository(bench, join(folder, 'minikube'));
    const spec = {
      minikube: repository.commit,
      engine: 'source',
      source: { repository: repository.url },
      kernel: { require: [IN_VAIN], source: { path: LINUX_SOURCE } },
    };
    await writeFile(join(folder, 'minikube-iso.json'), JSON.stringify(spec));
    await writeTools(join(folder, 'tools'));
    return inStep(bench.progress, 'Refusing an option before a source build', async () => {
      const first = await refuse(bench, folder, cache);
      const further = await inRounds({ rounds: 3 }, async () => {
        // What Kconfig made is kept, too; here it has to be made again.
        await rm(join(cache, 'configs'), { recursive: true });
        return refuse(bench, folder, cache);
      });
      return [
        absoluteRow({ name: cold, unit: 's', ours: first, goalAbsolute: 60 }),
        absoluteRow({ name: warm, unit: 's', ours: median(further), goalAbsolute: 10 }),
      ];
    });
  },
};

/** Seconds until the build says so, of the whole process. */
async function refuse({ run, signal }: Bench, folder: string, cache: string): Promise<number> {
  const command = {
    file: process.execPath,
    args: [programFile('build'), join(folder, 'minikube-iso.json'), join(folder, 'iso')],
    env: {
      NX_MINIKUBE_ISO_CACHE: cache,
      PATH: [process.env['PATH'], join(folder, 'tools')].join(delimiter),
    },
  };
  const { seconds, value } = await timed(() =>
    run(command, { signal }).then(
      () => 'It was built',
      (error: unknown) => (isIsoError(error, 'COMMAND_FAILED') ? told(error) : String(error)),
    ),
  );
  if (!value.includes('OPTIONS_NOT_MET')) throw new Error(`It should be refused: ${value}`);
  return seconds;
}

function told({ details }: IsoError): string {
  return Array.isArray(details['lastLines']) ? details['lastLines'].join('\n') : '';
}

async function writeTools(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of TOOLS_OF_MAKE) {
    await writeFile(join(folder, name), '#!/bin/sh\n');
    await chmod(join(folder, name), 0o755);
  }
}
