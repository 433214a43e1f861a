// A whole process that inspects an ISO at depth `kernel`, Node's own start included, against xorriso and
// the kernel's extract-ikconfig, which show the config alone.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { byHandScript, type Bench } from '../bench.js';
import { linuxSource } from '../inputs/linux-source.js';
import { largeIso } from '../inputs/large-iso.js';
import { median } from '../measure/median.js';
import { inspect } from '../measure/programs.js';
import { inTurns } from '../measure/rounds.js';
import { timed } from '../measure/stopwatch.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'inspecting a 400 MB ISO, whole process against xorriso and extract-ikconfig';

export const inspectionProcess: Figure = {
  names: [name],
  async measure(bench) {
    const iso = await largeIso(bench);
    const linux = await linuxSource(bench);
    const work = join(bench.scratch, 'inspection');
    await mkdir(work);
    const sides = await inStep(bench.progress, 'Inspecting an ISO of 400 MB', () =>
      inTurns(
        { rounds: 15, warmUps: 2 },
        {
          ours: async () => (await inspect(bench, iso, 'kernel')).seconds,
          peer: () => byHand(bench, iso, linux, work),
        },
      ),
    );
    const [ours, peer] = [median(sides.ours), median(sides.peer)];
    return [ratioRow({ name, unit: 's', ours, peer, goal: 1 })];
  },
};

/** Seconds. */
async function byHand(
  { run, signal }: Bench,
  iso: string,
  linux: string,
  work: string,
): Promise<number> {
  const command = { file: byHandScript('inspect.sh'), args: [iso, linux, work] };
  return (await timed(() => run(command, { signal }))).seconds;
}
