// A whole verification under emulation: read, boot by the ISO's own boot loader, boot with all probes.
import { join } from 'node:path';
import { inStep, type Architecture } from 'iso-core';
import type { Bench } from '../bench.js';
import { CHAOS } from '../inputs/specs.js';
import { median } from '../measure/median.js';
import { build, verify } from '../measure/programs.js';
import { inRounds } from '../measure/rounds.js';
import { absoluteRow, type Row } from '../report/row.js';
import type { Figure } from './figure.js';

const ARCHITECTURES: readonly Architecture[] = ['amd64', 'arm64'];

export const verification: Figure = {
  names: ARCHITECTURES.map(nameFor),
  async measure(bench) {
    const rows: Row[] = [];
    for (const architecture of ARCHITECTURES) rows.push(await measureOn(architecture, bench));
    return rows;
  },
};

function nameFor(architecture: Architecture): string {
  return `verification with all probes, ${architecture}`;
}

async function measureOn(architecture: Architecture, bench: Bench): Promise<Row> {
  const folder = join(bench.scratch, `verification-${architecture}`);
  await inStep(bench.progress, `Building what is verified, ${architecture}`, () =>
    build(bench, { folder, require: CHAOS, architecture }),
  );
  const seconds = await inStep(bench.progress, `Verifying an ISO for ${architecture}`, () =>
    inRounds({ rounds: 3, warmUps: 0 }, async () => {
      const { verdict, seconds: took } = await verify(bench, folder);
      if (verdict !== 'passed') throw new Error(`Expected it to pass, it is ${verdict}`);
      return took;
    }),
  );
  const name = nameFor(architecture);
  return absoluteRow({ name, unit: 's', ours: median(seconds), goalAbsolute: 30 });
}
