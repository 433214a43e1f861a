// What a container adds to a warm build: making it, starting it, and what its files cost.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inStep } from 'iso-core';
import { builderBase, startEngine } from 'lab';
import { asModules, FIRST_MODULES } from '../inputs/specs.js';
import { median } from '../measure/median.js';
import { build } from '../measure/programs.js';
import { inTurns } from '../measure/rounds.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'a warm build in a container, over one here';

const BASE_IMAGE = 'localhost/builder-base:1';

export const container: Figure = {
  names: [name],
  async measure(bench) {
    // A socket in it has a short path.
    const engine = await startEngine('podman', await mkdtemp(join(tmpdir(), 'engine-')));
    const settings = { engine: 'podman', network: 'host', baseImage: BASE_IMAGE };
    const seconds = (host: 'local' | 'container') => async () => {
      const built = await build(bench, {
        folder: join(bench.scratch, `host-${host}`),
        require: asModules(FIRST_MODULES),
        more: { host, container: settings },
        env: engine.env,
      });
      return built.seconds;
    };
    try {
      await engine.call('import', await builderBase(), BASE_IMAGE);
      const sides = await inStep(bench.progress, 'Building in a container', () =>
        inTurns(
          // The first makes the image.
          { rounds: 5, warmUps: 1 },
          { ours: seconds('container'), peer: seconds('local') },
        ),
      );
      const ours = median(sides.ours) - median(sides.peer);
      return [absoluteRow({ name, unit: 's', ours, goalAbsolute: 5 })];
    } finally {
      await engine.dispose();
    }
  },
};
