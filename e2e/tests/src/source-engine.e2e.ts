// The engine `source` on a repository that is shaped as minikube's: both layouts, both architectures, built
// by its own make, which compiles the lab's kernel, and verified by a boot. On the way the make of each amd64
// layout is disturbed once: it fails, or is killed, and is gone on with.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyIso, type Architecture, type BuildResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { leftovers, offeredIso, startBuild } from './support/build-process.js';
import {
  failingCompiler,
  LEFT_OUT,
  makeMinikubeRepository,
  standInPath,
  type MinikubeRepository,
} from './support/minikube-repository.js';
import { seedCache } from './support/seeded-cache.js';
import { until } from './support/until.js';
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

type Layout = 'old' | 'new';

interface Wish {
  readonly architecture?: Architecture;
  readonly require?: readonly unknown[];
}

function specOf(layout: Layout, { architecture = 'amd64', require = [REQUIRED] }: Wish = {}) {
  return {
    minikube: repository.commits[layout],
    engine: 'source',
    source: { repository: repository.url, freeSpace: 1 },
    architectures: [architecture],
    kernel: { require, source: { path: KERNEL_SOURCE } },
  };
}

function build(folder: string, layout: Layout, wish?: Wish): Promise<BuildResult> {
  return buildSpec(join(scratch.folder, folder), specOf(layout, wish), { cacheFolder });
}

describe('before make begins', () => {
  it('an option that cannot hold is an error within seconds', async () => {
    const require = [{ option: 'BPF_KPROBE_OVERRIDE', value: 'y' }];
    await expect(build('unmet', 'new', { require })).rejects.toMatchObject({
      code: 'OPTIONS_NOT_MET',
      details: { unmet: ['BPF_KPROBE_OVERRIDE'] },
    });
  });
});

describe('a make whose compiler fails', () => {
  it('is told by its package and its last lines', async () => {
    const path = process.env['PATH'];
    const failing = await failingCompiler(join(scratch.folder, 'failing'), 'net/sched/sch_tbf.c');
    vi.stubEnv('PATH', `${failing}:${path}`);
    const failed = build('old-amd64', 'old').finally(() => vi.stubEnv('PATH', path));
    await expect(failed).rejects.toMatchObject({
      code: 'SOURCE_BUILD_FAILED',
      message: expect.stringMatching(/at linux 6\.1\.\d+: Building/),
      details: { lastLines: expect.arrayContaining(['net/sched/sch_tbf.c: error: it fails']) },
    });
  });
});

describe('a make that is stopped while it compiles', () => {
  const output = () => join(scratch.folder, 'new-amd64/iso');

  /** Builds the new layout until an object is there, and stops; gives back where the objects are. */
  async function stopAt(object: string, signal: 'SIGINT' | 'SIGKILL'): Promise<string> {
    const folder = join(scratch.folder, 'new-amd64');
    const specPath = join(folder, 'minikube-iso.json');
    await mkdir(folder, { recursive: true });
    await writeFile(specPath, JSON.stringify(specOf('new')));
    const process = startBuild({ request: { specPath, outputFolder: output(), cacheFolder } });
    let isOver = false;
    void process.ended.finally(() => (isOver = true));
    const place = (): string => join(objects(), object);
    await until(
      () => isOver || existsSync(place()),
      () => `${object}:\n${process.printed()}`,
    );
    process.signalGroup(signal);
    expect(await process.ended, process.printed()).toBe(signal === 'SIGKILL' ? signal : 1);
    await process.gone();
    expect(await offeredIso(output())).toBeUndefined();
    return objects();
  }

  /** Where the new layout has its objects. */
  function objects(): string {
    const trees = join(cacheFolder, 'minikube');
    const builds = namesIn(trees).map((tree) =>
      join(trees, tree, 'out/buildroot/output-x86_64/build'),
    );
    const [found = 'nowhere'] = builds.flatMap((build) =>
      namesIn(build).map((name) => join(build, name)),
    );
    return found;
  }

  function namesIn(folder: string): string[] {
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  it('leaves no process and no ISO, by kill -9 and by Ctrl-C, and goes on in the same tree', async () => {
    const compiled = join(await stopAt('kernel/fork.o', 'SIGKILL'), 'init/main.o');
    const { mtimeMs } = await stat(compiled);
    await stopAt('net/core/dev.o', 'SIGINT');
    expect(await leftovers(output())).toEqual([]);
    expect((await stat(compiled)).mtimeMs).toBe(mtimeMs);
  });
});

const CASES: readonly { layout: Layout; release: string; architecture: Architecture }[] = [
  { layout: 'old', release: 'v1.9.2', architecture: 'amd64' },
  { layout: 'new', release: 'v1.38.1', architecture: 'amd64' },
  // A third kernel that is compiled: `npm run soak` does.
  ...(process.env['SOAK'] === '1'
    ? [{ layout: 'new', release: 'v1.38.1', architecture: 'arm64' } as const]
    : []),
];

describe.each(CASES)(
  'the $layout layout for $architecture',
  ({ layout, release, architecture }) => {
    const folder = `${layout}-${architecture}`;

    it('becomes an ISO whose options hold', async () => {
      const { manifest } = await build(folder, layout, { architecture });
      const commit = repository.commits[layout];
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

describe('a mirror', () => {
  it('is enough where the repository is gone', async () => {
    await rm(join(scratch.folder, 'minikube'), { recursive: true });
    const require = [{ option: 'BPF_KPROBE_OVERRIDE', value: 'y' }];
    await expect(build('offline', 'old', { require })).rejects.toMatchObject({
      code: 'OPTIONS_NOT_MET',
    });
  });
});
