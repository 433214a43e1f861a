// The route `kernel` in a warm object tree: disk throttling in, and out again. ccache stands before the
// compiler on both sides, and is switched off: a flip that was made before would cost nothing.
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inStep } from 'iso-core';
import { baseIsoFile } from 'lab';
import { byHandScript, once, type Bench } from '../bench.js';
import { linuxSource } from '../inputs/linux-source.js';
import { builtIn, builtInArguments, type KernelChoice } from '../inputs/specs.js';
import { build } from '../measure/programs.js';
import { inTurns, type Sides } from '../measure/rounds.js';
import { timed } from '../measure/stopwatch.js';

/** Even, so that both directions of the flip count alike; the warm-up is the first of them. */
const ROUNDS = 4;
const NO_CCACHE = { CCACHE_DISABLE: '1' };

/** Seconds. */
export const kernelFlips = once(async (bench: Bench): Promise<Sides> => {
  const linux = await linuxSource(bench);
  const choice = choices(Date.now());
  return inStep(bench.progress, 'Flipping an option of the kernel', () =>
    inTurns(
      { rounds: ROUNDS, warmUps: 1 },
      {
        ours: async (round) => {
          const folder = join(bench.scratch, `kernel${round}`);
          const require = builtIn(choice(round));
          const { seconds } = await build(bench, { folder, require, env: NO_CCACHE });
          await rm(folder, { recursive: true });
          return seconds;
        },
        peer: (round) => byHand(bench, linux, choice(round)),
      },
    ),
  );
});

/** In and out in turns, and each time a config that no cache knows. */
function choices(run: number): (round: number) => KernelChoice {
  return (round) => ({
    throttling: round % 2 === 0 ? 'y' : 'n',
    hostname: `bench-${run}-${round + 1}`,
  });
}

/** Seconds. The tree stays in the cache folder: compiling it takes minutes. */
async function byHand(
  { run, cache, signal }: Bench,
  linux: string,
  choice: KernelChoice,
): Promise<number> {
  const work = cache.path('bench', `kernel-by-hand-${basename(linux)}`);
  await mkdir(work, { recursive: true });
  const command = {
    file: byHandScript('kernel-route.sh'),
    args: [
      ...[baseIsoFile('amd64'), linux, work, join(work, 'output.iso')],
      ...builtInArguments(choice),
    ],
    env: NO_CCACHE,
  };
  return (await timed(() => run(command, { signal }))).seconds;
}
