// The most memory that our own process has in use, whatever the size of the ISO: from an ISO of 400 MB
// whose root unpacks to more than 1 GB.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { largeIso } from '../inputs/large-iso.js';
import { asModules, FIRST_MODULES, FURTHER_MODULES } from '../inputs/specs.js';
import { build, inspect } from '../measure/programs.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const names = {
  first: 'peak memory, first build from a 400 MB ISO',
  further: 'peak memory, further build from a 400 MB ISO',
  content: 'peak memory, inspecting the content of a 400 MB ISO',
};

const MEGABYTE = 1_000_000;

export const memory: Figure = {
  names: [names.first, names.further, names.content],
  async measure(bench) {
    const base = await largeIso(bench);
    const folder = join(bench.scratch, 'memory');
    const cacheFolder = join(folder, 'cache');
    const building = (modules: typeof FIRST_MODULES) =>
      build(bench, { folder, require: asModules(modules), base, cacheFolder });
    return inStep(bench.progress, 'Building from an ISO of 400 MB', async () => {
      const first = await building(FIRST_MODULES);
      const further = await building([...FIRST_MODULES, ...FURTHER_MODULES]);
      const content = await inspect(bench, base, 'content');
      await rm(folder, { recursive: true });
      return [
        row(names.first, first.peakMemory),
        row(names.further, further.peakMemory),
        row(names.content, content.peakMemory),
      ];
    });
  },
};

function row(name: string, bytes: number) {
  return absoluteRow({ name, unit: 'MB', ours: bytes / MEGABYTE, goalAbsolute: 300 });
}
