// The engine `source` on a repository that is shaped as minikube's: both layouts, both architectures, built
// by its own make and verified by a boot.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyIso, type Architecture, type BuildResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  LEFT_OUT,
  makeMinikubeRepository,
  standInPath,
  type MinikubeRepository,
} from './support/minikube-repository.js';
import { seedCache } from './support/seeded-cache.js';
import { buildSpec, KERNEL_SOURCE, scratchFolder, WORKSPACE } from './support/workspace.js';

const REQUIRED = { option: LEFT_OUT, value: 'm' };

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let repository: MinikubeRepository;
let cacheFolder: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  vi.stubEnv('PATH', await standInPath(join(scratch.folder, 'programs')));
  repository = await makeMinikubeRepository(join(scratch.folder, 'minikube'));
  cacheFolder = await seedCache(join(scratch.folder, 'cache'));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await scratch.dispose();
});

function build(
  folder: string,
  minikube: string,
  {
    architecture = 'amd64',
    require = [REQUIRED],
  }: { architecture?: Architecture; require?: unknown[] } = {},
): Promise<BuildResult> {
  const spec = {
    minikube,
    engine: 'source',
    source: { repository: repository.url, freeSpace: 1 },
    architectures: [architecture],
    kernel: { require, source: { path: KERNEL_SOURCE } },
  };
  return buildSpec(join(scratch.folder, folder), spec, { cacheFolder });
}

const CASES: readonly { layout: 'old' | 'new'; release: string; architecture: Architecture }[] = [
  { layout: 'old', release: 'v1.9.2', architecture: 'amd64' },
  { layout: 'new', release: 'v1.38.1', architecture: 'amd64' },
  { layout: 'new', release: 'v1.38.1', architecture: 'arm64' },
];

describe.each(CASES)(
  'the $layout layout for $architecture',
  ({ layout, release, architecture }) => {
    const folder = `${layout}-${architecture}`;

    it('becomes an ISO whose options hold', async () => {
      const commit = repository.commits[layout];
      const { manifest } = await build(folder, commit, { architecture });
      expect(manifest).toMatchObject({ engine: 'source', minikube: { commit, release } });
      expect(manifest.configChanges).toContainEqual({ option: LEFT_OUT, before: 'n', after: 'm' });
      const statuses = manifest.requirements.map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set(['holds']));
    });

    it('passes its verification, by a boot', async () => {
      const { report } = await verifyIso({
        specPath: join(scratch.folder, folder, 'minikube-iso.json'),
        builtFolder: join(scratch.folder, folder, 'iso'),
        outputFolder: join(scratch.folder, folder, 'verify'),
        workspace: WORKSPACE,
        cacheFolder,
      });
      expect(report.shortcomings).toEqual([]);
      expect(report).toMatchObject({ verdict: 'passed', boot: { status: 'passed' } });
    });
  },
);

describe('before make begins', () => {
  it('an option that cannot hold is an error within seconds', async () => {
    const require = [{ option: 'BPF_KPROBE_OVERRIDE', value: 'y' }];
    await expect(build('unmet', repository.commits.new, { require })).rejects.toMatchObject({
      code: 'OPTIONS_NOT_MET',
      details: { unmet: ['BPF_KPROBE_OVERRIDE'] },
    });
  });
});

describe('a make that fails', () => {
  it('is told by its package and its last lines', async () => {
    const require = [{ option: 'NET_SCH_PRIO', value: 'm' }];
    await expect(build('failed', repository.commits.new, { require })).rejects.toMatchObject({
      code: 'SOURCE_BUILD_FAILED',
      message: expect.stringMatching(/at linux 6\.1\.\d+: Configuring/),
      details: {
        lastLines: expect.arrayContaining(['error: no kernel with CONFIG_NET_SCH_PRIO=m']),
      },
    });
  });
});

describe('a mirror', () => {
  it('is enough where the repository is gone', async () => {
    await rm(join(scratch.folder, 'minikube'), { recursive: true });
    const { manifest } = await build('offline', repository.commits.old);
    expect(manifest.minikube?.release).toBe('v1.9.2');
  });
});
