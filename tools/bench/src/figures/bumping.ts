// A bump in a repository whose Makefile is in 2,000 files.
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { programFile, type Bench } from '../bench.js';
import { NEW, writeManyMakefiles } from '../inputs/many-makefiles.js';
import { median } from '../measure/median.js';
import { inRounds } from '../measure/rounds.js';
import { timed } from '../measure/stopwatch.js';
import type { BumpFacts } from '../programs/facts.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'bumping a Makefile that includes 2,000 files, whole process';

export const bumping: Figure = {
  names: [name],
  async measure(bench) {
    const repository = join(bench.scratch, 'many-makefiles');
    await writeManyMakefiles(repository, 2000);
    const seconds = await inStep(bench.progress, 'Bumping a Makefile in many files', () =>
      inRounds({ rounds: 5, warmUps: 1 }, () => bump(bench, repository)),
    );
    return [absoluteRow({ name, unit: 's', ours: median(seconds), goalAbsolute: 3 })];
  },
};

/** Seconds. */
async function bump({ run, signal }: Bench, repository: string): Promise<number> {
  const command = { file: process.execPath, args: [programFile('bump'), repository] };
  const { seconds, value } = await timed(() => run(command, { signal }));
  const { urls } = JSON.parse(value.stdout) as BumpFacts;
  if (urls.length === 0 || urls.some((url) => url !== NEW)) {
    throw new Error(`Expected ${NEW}, found ${urls.join(', ') || 'no place'}`);
  }
  return seconds;
}
