// What the plugin costs everything that Nx does without its daemon: each round is a process that has loaded
// @nx/devkit, as Nx has, and neither the plugin nor a spec before.
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { PLUGIN, programFile, type Bench } from '../bench.js';
import { writeManySpecs } from '../inputs/many-specs.js';
import { median } from '../measure/median.js';
import type { InferenceFacts } from '../programs/facts.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const names = {
  loading: 'loading the plugin, over @nx/devkit itself',
  inferring: 'inferring the targets of 1,000 specs',
};

const COUNT = 1000;
const ROUNDS = 15;

export const inference: Figure = {
  names: [names.loading, names.inferring],
  async measure(bench) {
    const workspace = join(bench.scratch, 'many-specs');
    await writeManySpecs(workspace, COUNT);
    const rounds = await inStep(
      bench.progress,
      'Inferring the targets of 1,000 specs',
      async () => {
        const facts: InferenceFacts[] = [];
        for (let round = 0; round < ROUNDS; round += 1) facts.push(await infer(bench, workspace));
        return facts;
      },
    );
    const loading = median(rounds.map(({ loadingSeconds }) => loadingSeconds));
    const inferring = median(rounds.map(({ inferringSeconds }) => inferringSeconds));
    return [
      absoluteRow({ name: names.loading, unit: 's', ours: loading, goalAbsolute: 0.06 }),
      absoluteRow({ name: names.inferring, unit: 's', ours: inferring, goalAbsolute: 0.2 }),
    ];
  },
};

async function infer({ run, signal }: Bench, workspace: string): Promise<InferenceFacts> {
  const command = { file: process.execPath, args: [programFile('infer'), PLUGIN, workspace] };
  const facts = JSON.parse((await run(command, { signal })).stdout) as InferenceFacts;
  if (facts.projects === COUNT) return facts;
  throw new Error(`Expected ${COUNT} projects, found ${facts.projects}`);
}
