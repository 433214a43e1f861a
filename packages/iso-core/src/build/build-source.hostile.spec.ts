// Builds from sources that are stopped: each leaves nothing that looks finished, and the next one is as if
// there had been none.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentProgress, type Progress } from '../runtime/index.js';
import { AS_MODULE, moduleNamed, PRIO } from './small-lab.testing.js';
import { sourceLab } from './source-lab.testing.js';

const { prepare, standIns } = sourceLab();

beforeEach(() => vi.stubEnv('PATH', `${standIns()}:${process.env['PATH'] ?? ''}`));
afterEach(() => vi.unstubAllEnvs());

/** Calls `begun` when a stage begins. */
function watching(stage: string, begun: () => void): Progress {
  return {
    ...silentProgress,
    step: (title) => {
      if (title === stage) begun();
      return silentProgress.step(title);
    },
  };
}

describe('a build from sources that is stopped', () => {
  it.each([
    ['Get minikube', 0],
    ['Get the kernel source', 0],
    ['Configure the kernel', 0],
    ['Check out minikube', 0],
    ['Build minikube', 1],
    ['Inspect the finished ISO', 1],
  ])('at “%s” leaves no ISO and %i trees, and the next build is whole', async (stage, kept) => {
    const { build, leftovers, trees } = prepare({
      iso: { config: 'CONFIG_NET_SCH_PRIO=m\n', modules: { [PRIO]: moduleNamed('sch_prio') } },
      require: [AS_MODULE],
    });
    const controller = new AbortController();
    const progress = watching(stage, () => controller.abort());
    await expect(build({ signal: controller.signal, progress })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(leftovers()).toEqual([]);
    expect(trees()).toHaveLength(kept);
    expect((await build()).manifest.engine).toBe('source');
    expect(leftovers()).toHaveLength(4);
    expect(trees()).toEqual([]);
  });
});
