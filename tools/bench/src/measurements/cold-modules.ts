// The route `modules` from nothing: no unpacked source, no object tree, no compiler cache.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { once, type Bench } from '../bench.js';
import { asModules, FIRST_MODULES } from '../inputs/specs.js';
import { build } from '../measure/programs.js';
import { inRounds } from '../measure/rounds.js';

const ROUNDS = 3;

export interface ColdModules {
  /** One for each round. */
  readonly seconds: readonly number[];
  /** The folders with what each of the builds wrote. */
  readonly outputs: readonly string[];
  /** A cache folder that the last of the builds has warmed. */
  readonly warmCache: string;
}

export const coldModules = once(async (bench: Bench): Promise<ColdModules> => {
  const outputs: string[] = [];
  const folderOf = (round: number) => join(bench.scratch, `modules-${round}`);
  const cacheOf = (round: number) => join(folderOf(round), 'cache');
  const seconds = await inStep(bench.progress, 'Building modules from nothing', () =>
    inRounds({ rounds: ROUNDS }, async (round) => {
      const built = await build(bench, {
        folder: folderOf(round),
        require: asModules(FIRST_MODULES),
        cacheFolder: cacheOf(round),
      });
      outputs.push(built.output);
      if (round < ROUNDS - 1) await rm(cacheOf(round), { recursive: true });
      return built.seconds;
    }),
  );
  return { seconds, outputs, warmCache: cacheOf(ROUNDS - 1) };
});
