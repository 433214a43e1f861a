// Builds that are stopped at every stage, by Ctrl-C, by SIGTERM and by kill -9: nothing of theirs runs on,
// nothing half-written is offered as finished, and the next run goes on to the same bytes. `npm test` stops
// each way at a few stages and goes on once at the end; `npm run soak` stops at all of them, and kills a
// build before every single change that it makes to the file system.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftovers, offeredIso, startBuild, type SelfStop } from './support/build-process.js';
import type { Family } from './support/family.js';
import { linkedWorkspace, type LinkedWorkspace } from './support/linked-workspace.js';
import { seedCache } from './support/seeded-cache.js';
import { stallingTool, type Stall, type StallingTool } from './support/stalling-tool.js';
import { buildSpec, labSpec, scratchFolder } from './support/workspace.js';

const isSoak = process.env['SOAK'] === '1';

const SPEC = labSpec('amd64', [
  { option: 'NET_SCH_PRIO', value: 'm' },
  { option: 'NET_CLS_FLOWER', value: 'm' },
]);

/** The stages, each with the tool that it waits for: there a build is held and then stopped. */
const STALLS = {
  'Get the base ISO': undefined,
  'Inspect the base': undefined,
  'Get the kernel source': { tool: 'tar', call: '--extract', lines: 3000 },
  'Configure the kernel': { tool: 'make', call: 'olddefconfig', lines: 0 },
  'Compile modules': { tool: 'make', call: 'KBUILD_MODPOST_WARN=1', lines: 1 },
  'Make the initrd': { tool: 'depmod', call: '-b', lines: 0 },
  'Write the ISO': { tool: 'xorriso', call: '-commit', lines: 0 },
  'Inspect the finished ISO': undefined,
} satisfies Record<string, Stall | undefined>;

type Stage = keyof typeof STALLS;

interface Way {
  readonly how: string;
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
  readonly stages: readonly Stage[];
}

const WAYS: readonly Way[] = [
  {
    how: 'by Ctrl-C',
    signal: 'SIGINT',
    stages: ['Inspect the base', 'Compile modules', 'Make the initrd'],
  },
  {
    how: 'by SIGTERM',
    signal: 'SIGTERM',
    stages: ['Get the base ISO', 'Configure the kernel', 'Inspect the finished ISO'],
  },
  {
    how: 'by kill -9',
    signal: 'SIGKILL',
    stages: ['Configure the kernel', 'Compile modules', 'Write the ISO'],
  },
];
const ALL_STAGES = Object.keys(STALLS) as Stage[];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let cacheFolder: string;
let undisturbed: BuildResult;

beforeAll(async () => {
  scratch = await scratchFolder();
  undisturbed = await buildSpec(join(scratch.folder, 'undisturbed'), SPEC);
  cacheFolder = await seedCache(join(scratch.folder, 'cache'));
});

afterAll(() => scratch.dispose());

interface Folder {
  readonly request: { specPath: string; outputFolder: string; cacheFolder: string };
  /** The ISO that an earlier build of another spec has left there. */
  readonly earlier: string;
}

/** A folder in which an earlier ISO lies, and a spec that asks for another one. */
async function rebuildFolder(name: string, cache = cacheFolder): Promise<Folder> {
  const folder = join(scratch.folder, name);
  const { manifest } = await buildSpec(folder, labSpec('amd64', ['NET_SCH_NETEM']));
  const specPath = join(folder, 'minikube-iso.json');
  await writeFile(specPath, JSON.stringify(SPEC));
  const outputFolder = join(folder, 'iso');
  return { request: { specPath, outputFolder, cacheFolder: cache }, earlier: manifest.iso.sha256 };
}

function stall(stage: Stage): Promise<StallingTool> | undefined {
  const wanted = STALLS[stage];
  return wanted && stallingTool(join(scratch.folder, 'tools', wanted.tool), wanted);
}

/** Builds until `stage`, and stops there. */
async function stopAt(stage: Stage, signal: Way['signal'], { request }: Folder): Promise<Family> {
  const tool = await stall(stage);
  if (tool === undefined) return startBuild({ request, stop: { atStage: stage, signal } });
  if (stage === 'Configure the kernel') await forgetConfigs(request.cacheFolder);
  const build = startBuild({ request, env: { PATH: tool.path } });
  await tool.stalled(build);
  if (signal === 'SIGINT') build.signalGroup(signal);
  else build.signal(signal);
  return build;
}

/** Lets Kconfig be run again: what it made is kept. */
async function forgetConfigs(folder: string): Promise<void> {
  await rm(join(folder, 'configs'), { recursive: true, force: true });
  const trees = await readdir(join(folder, 'objects')).catch(() => []);
  for (const tree of trees) {
    await rm(join(folder, 'objects', tree, '.nx-minikube-iso/configured.json'), { force: true });
  }
}

/** The next run ends well, with the bytes of a build that nobody stopped and nothing beside them. */
async function expectToGoOn({ request }: Folder): Promise<void> {
  const build = startBuild({ request });
  expect(await build.ended, build.printed()).toBe(0);
  await build.gone();
  await expectSameBytes(request.outputFolder);
}

async function expectSameBytes(outputFolder: string): Promise<void> {
  expect(await offeredIso(outputFolder)).toBe(undisturbed.manifest.iso.sha256);
  const manifest = await readFile(join(outputFolder, 'minikube-amd64.manifest.json'), 'utf8');
  expect(manifest).toBe(await readFile(undisturbed.files.manifest, 'utf8'));
  expect(await leftovers(outputFolder)).toEqual([]);
}

describe.each(WAYS)('a build that is stopped $how', ({ signal, stages }) => {
  let folder: Folder;

  beforeAll(async () => {
    folder = await rebuildFolder(signal);
  });

  it.each(isSoak ? ALL_STAGES : stages)(
    'at “%s” leaves no process and no half-written ISO',
    async (stage) => {
      const isCold = stage === 'Get the kernel source';
      const cold = join(scratch.folder, 'cold');
      const own = isCold ? await rebuildFolder(`${signal}-cold`, cold) : folder;
      const build = await stopAt(stage, signal, own);
      expect(await build.ended).toBe(signal === 'SIGKILL' ? signal : 1);
      await build.gone();
      expect(lastStage(build)).toBe(stage);
      if (signal === 'SIGKILL') {
        // What one killed build leaves, the next removes: it is never more than one.
        expect((await leftovers(own.request.outputFolder)).length).toBeLessThanOrEqual(1);
      } else {
        expect(build.printed()).toMatch(
          signal === 'SIGINT'
            ? /^CANCELLED: Stopped by Ctrl-C$/m
            : /^CANCELLED: Stopped by SIGTERM$/m,
        );
        expect(build.printed()).toMatch(/^ {2}hint: Run the same command again: it goes on/m);
        expect(build.printed()).not.toMatch(/^\s+at /m);
        expect(await leftovers(own.request.outputFolder)).toEqual([]);
      }
      expect(await offeredIso(own.request.outputFolder)).toBe(own.earlier);
      if (isSoak) await expectToGoOn(own);
      if (isCold) await rm(cold, { recursive: true, force: true });
      else if (isSoak) folder = await rebuildFolder(signal);
    },
  );

  it('is taken up by the next run, with the same bytes', () => expectToGoOn(folder));
});

/** The stage that was begun last. */
function lastStage(build: Family): string | undefined {
  return [...build.printed().matchAll(/^(.+) …$/gm)].at(-1)?.[1];
}

/** Builds until the build kills itself, or is done. */
async function kill({ request }: Folder, stop: SelfStop): Promise<number | NodeJS.Signals> {
  const build = startBuild({ request, stop });
  const end = await build.ended;
  await build.gone();
  return end;
}

describe('a build that is killed while it seals', () => {
  let folder: Folder;

  beforeAll(async () => {
    folder = await rebuildFolder('seal');
  });

  it.each(['minikube-amd64.iso', 'minikube-amd64.manifest.json'])(
    'just before %s is in its place offers no ISO as finished',
    async (beforeNaming) => {
      expect(await kill(folder, { beforeNaming, signal: 'SIGKILL' })).toBe('SIGKILL');
      expect(await offeredIso(folder.request.outputFolder)).toBeUndefined();
    },
  );

  it('is taken up by the next run, with the same bytes', () => expectToGoOn(folder));
});

// Some forty builds, each killed a little later than the one before.
describe.each(isSoak ? ['chaos'] : [])(
  'a build that is killed before any change to the file system',
  (name) => {
    it('is taken up by the next run', async () => {
      const folder = await rebuildFolder(name);
      const { outputFolder } = folder.request;
      const offered = [folder.earlier, undefined, undisturbed.manifest.iso.sha256];
      let beforeChange = 0;
      while ((await kill(folder, { beforeChange, signal: 'SIGKILL' })) === 'SIGKILL') {
        expect(offered).toContain(await offeredIso(outputFolder));
        expect((await leftovers(outputFolder)).length).toBeLessThanOrEqual(1);
        beforeChange += 1;
      }
      expect(beforeChange).toBeGreaterThan(20);
      await expectSameBytes(outputFolder);
    });
  },
);

describe('nx run chaos:build-iso', () => {
  let workspace: LinkedWorkspace;
  let outputFolder: string;

  beforeAll(async () => {
    workspace = await linkedWorkspace(cacheFolder);
    outputFolder = join(workspace.folder, 'dist/chaos/iso');
    await workspace.write('chaos/minikube-iso.json', SPEC);
  });

  afterAll(() => workspace.dispose());

  it('ends with all that it has started on Ctrl-C in a terminal', async () => {
    const tool = await stall('Compile modules');
    const run = workspace.nxInTerminal(['run', 'chaos:build-iso'], { PATH: tool?.path ?? '' });
    await tool?.stalled(run);
    run.type('\x03');
    expect(await run.ended).toBe(130);
    await run.gone();
    expect(await offeredIso(outputFolder)).toBeUndefined();
  });

  it('ends with all that it has started when Nx itself is killed', async () => {
    const tool = await stall('Write the ISO');
    const run = workspace.nx(['run', 'chaos:build-iso'], { PATH: tool?.path ?? '' });
    await tool?.stalled(run);
    run.signal('SIGKILL');
    expect(await run.ended).toBe('SIGKILL');
    await run.gone();
    expect(await offeredIso(outputFolder)).toBeUndefined();
    expect(await leftovers(outputFolder)).toEqual([]);
  });

  it('goes on when it is run again, with the same bytes', async () => {
    const run = workspace.nx(['run', 'chaos:build-iso']);
    expect(await run.ended, run.printed()).toBe(0);
    await run.gone();
    await expectSameBytes(outputFolder);
  });
});
