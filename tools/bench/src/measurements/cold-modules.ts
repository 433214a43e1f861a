// The route `modules` from nothing: no unpacked source, no object tree, no compiler cache. What the rounds
// unpack stays until the end: ext4 makes files slowly for a while after as many were removed.
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { baseIsoFile } from 'lab';
import { byHandScript, LINUX_SOURCE, once, type Bench } from '../bench.js';
import { asModules, FIRST_MODULES } from '../inputs/specs.js';
import { build } from '../measure/programs.js';
import { inTurns, type Sides } from '../measure/rounds.js';
import { timed } from '../measure/stopwatch.js';

const ROUNDS = 3;

export interface ColdModules {
  /** Seconds. */
  readonly seconds: Sides;
  /** The folders with what each of our builds wrote. */
  readonly outputs: readonly string[];
  /** A cache folder that the last of our builds has warmed. */
  readonly warmCache: string;
}

export const coldModules = once(async (bench: Bench): Promise<ColdModules> => {
  const outputs: string[] = [];
  const folderOf = (round: number) => join(bench.scratch, `modules-${round}`);
  const cacheOf = (round: number) => join(folderOf(round), 'cache');
  const seconds = await inStep(bench.progress, 'Building modules from nothing', () =>
    inTurns(
      { rounds: ROUNDS },
      {
        ours: async (round) => {
          const built = await build(bench, {
            folder: folderOf(round),
            require: asModules(FIRST_MODULES),
            cacheFolder: cacheOf(round),
          });
          outputs.push(built.output);
          return built.seconds;
        },
        peer: (round) => byHand(bench, join(bench.scratch, `modules-by-hand-${round}`)),
      },
    ),
  );
  return { seconds, outputs, warmCache: cacheOf(ROUNDS - 1) };
});

/** Seconds. */
async function byHand({ run, signal }: Bench, work: string): Promise<number> {
  const command = {
    file: byHandScript('modules-route.sh'),
    args: [
      ...[baseIsoFile('amd64'), LINUX_SOURCE, work, join(work, 'output.iso')],
      ...FIRST_MODULES.map(({ option, path }) => `${option}=${path}`),
    ],
    env: { CCACHE_DIR: join(work, 'ccache') },
  };
  return (await timed(() => run(command, { signal }))).seconds;
}
