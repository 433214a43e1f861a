// A build whose requirements the base meets already.
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { IN_THE_BASE } from '../inputs/specs.js';
import { median } from '../measure/median.js';
import { build } from '../measure/programs.js';
import { inRounds } from '../measure/rounds.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'unchanged';

export const unchanged: Figure = {
  names: [name],
  async measure(bench) {
    const folder = join(bench.scratch, 'unchanged');
    const seconds = await inStep(bench.progress, 'Building what is there already', () =>
      inRounds({ rounds: 5, warmUps: 1 }, async () => {
        return (await build(bench, { folder, require: IN_THE_BASE })).seconds;
      }),
    );
    return [absoluteRow({ name, unit: 's', ours: median(seconds), goalAbsolute: 2 })];
  },
};
