// The route `modules` once more, with one module that was not compiled before.
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { asModules, FIRST_MODULES, FURTHER_MODULES } from '../inputs/specs.js';
import { coldModules } from '../measurements/cold-modules.js';
import { median } from '../measure/median.js';
import { build } from '../measure/programs.js';
import { inRounds } from '../measure/rounds.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'modules route, a further flip';

export const modulesFlip: Figure = {
  names: [name],
  async measure(bench) {
    const { warmCache } = await coldModules(bench);
    const seconds = await inStep(bench.progress, 'Adding further modules', () =>
      inRounds({ rounds: FURTHER_MODULES.length }, async (round) => {
        const modules = [...FIRST_MODULES, ...FURTHER_MODULES.slice(0, round + 1)];
        const built = await build(bench, {
          folder: join(bench.scratch, `modules-flip-${round}`),
          require: asModules(modules),
          cacheFolder: warmCache,
        });
        return built.seconds;
      }),
    );
    return [absoluteRow({ name, unit: 's', ours: median(seconds), goalAbsolute: 10 })];
  },
};
