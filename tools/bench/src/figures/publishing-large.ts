// The memory that publishing takes does not grow with the ISO: one of 4 GB against one of 400 MB.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { growIso } from '../inputs/grown-iso.js';
import { MEGABYTE, publish, sealedIso, withServer } from '../measure/publications.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'peak memory, publishing a 4 GB ISO against a 400 MB one';

const SIZE = 4_000_000_000;
/** Of the smaller one, which takes a tenth of the time: garbage is collected now sooner, now later. */
const ROUNDS = 3;

export const publishingLarge: Figure = {
  names: [name],
  async measure(bench) {
    const { scratch, progress } = bench;
    const sealed = await sealedIso(bench);
    const large = { ...sealed, built: join(scratch, 'large') };
    await inStep(progress, 'Making an ISO of 4 GB', () => growIso(sealed.built, large.built, SIZE));
    const row = await withServer(bench, 's3-large', (server) =>
      inStep(progress, 'Publishing an ISO of 4 GB', async () => {
        const { peakMemory: ours } = await publish(bench, server, large, 'large.iso');
        let peer = 0;
        for (let round = 0; round < ROUNDS; round += 1) {
          const { peakMemory } = await publish(bench, server, sealed, `small-${round}.iso`);
          peer = Math.max(peer, peakMemory);
        }
        const [megabytes, against] = [ours / MEGABYTE, peer / MEGABYTE];
        return ratioRow({ name, unit: 'MB', ours: megabytes, peer: against, goal: 1.05 });
      }),
    );
    await rm(large.built, { recursive: true });
    return [row];
  },
};
