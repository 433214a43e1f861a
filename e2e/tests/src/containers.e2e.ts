// Builds in containers of real engines, podman and docker: the same bytes as here, by both engines of ours,
// with the files seen or copied, and nothing left behind however they end.
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localRunner, sha256File, verifyIso, type BuildResult, type Progress } from 'iso-core';
import { builderBase, podmanEnvironment, startEngine, type Engine, type Program } from 'lab';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { leftovers, startBuild } from './support/build-process.js';
import type { Family } from './support/family.js';
import { writeFillingBase } from './support/filling-base.js';
import { LEFT_OUT, standInPath, type MinikubeRepository } from './support/minikube-repository.js';
import { makeReadyMinikube } from './support/ready-minikube.js';
import { smallDisk } from './support/small-disk.js';
import { stallingTool } from './support/stalling-tool.js';
import { untilAllStopped } from './support/stopped-containers.js';
import {
  buildSpec,
  KERNEL_SOURCE,
  labSpec,
  scratchFolder,
  WORKSPACE,
} from './support/workspace.js';

const isSoak = process.env['SOAK'] === '1';
const PROGRAMS: readonly Program[] = ['podman', 'docker'];
const BASE_IMAGE = 'localhost/builder-base:1';
const IMAGE_STEP = `Make the builder’s image from ${BASE_IMAGE}`;

const REMASTER = labSpec('amd64', [
  { option: 'NET_SCH_PRIO', value: 'm' },
  { option: 'NET_CLS_FLOWER', value: 'm' },
]);

const LAYOUTS = ['old', 'new'] as const;

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let repository: MinikubeRepository;
/** What builds on this machine itself make. */
const here = {} as Record<'remaster' | (typeof LAYOUTS)[number], BuildResult>;

const sourceSpec = (layout: (typeof LAYOUTS)[number]) => ({
  minikube: repository.commits[layout],
  engine: 'source',
  source: { repository: repository.url, freeSpace: 1, allowUnreleased: true },
  kernel: { require: [{ option: LEFT_OUT, value: 'm' }], source: { path: KERNEL_SOURCE } },
});

function inContainer(spec: object, engine: Program, more: object = {}) {
  const container = { engine, network: 'host', baseImage: BASE_IMAGE, ...more };
  return { ...spec, host: 'container', container };
}

/** Lets programs of this process use an engine. */
function useEngine(env: Readonly<Record<string, string>>): void {
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}

/** Keeps the titles of the steps that a build takes. */
function recorded(titles: string[]): Progress {
  const step = { update: () => undefined, done: () => undefined, fail: () => undefined };
  return {
    note: () => undefined,
    step: (title) => {
      titles.push(title);
      return step;
    },
  };
}

beforeAll(async () => {
  scratch = await scratchFolder();
  repository = await makeReadyMinikube(join(scratch.folder, 'minikube'));
  vi.stubEnv('PATH', await standInPath(join(scratch.folder, 'programs')));
  here.remaster = await buildSpec(join(scratch.folder, 'remaster'), REMASTER);
  for (const layout of LAYOUTS) {
    here[layout] = await buildSpec(join(scratch.folder, layout), sourceSpec(layout));
  }
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await scratch.dispose();
});

describe.each(PROGRAMS)('a container of %s', (program) => {
  let engine: Engine;
  const steps: string[] = [];

  beforeAll(async () => {
    engine = await startEngine(program, join(scratch.folder, `${program}-engine`));
    await engine.call('import', await builderBase(), BASE_IMAGE);
  });

  afterAll(() => engine.dispose());

  beforeEach(() => {
    steps.length = 0;
    useEngine(engine.env);
  });

  const folderOf = (name: string) => join(scratch.folder, program, name);
  /** All that there are; podman does not count those in which it makes images, unless it is asked to. */
  const containers = () => {
    const external = program === 'podman' ? ['--external'] : [];
    return engine.call('ps', '--all', ...external, '--format', '{{.Names}}');
  };
  const build = (name: string, spec: object) =>
    buildSpec(folderOf(name), inContainer(spec, program), { progress: recorded(steps) });

  /** Starts a build as a process of its own. */
  async function start(name: string, more: Partial<Parameters<typeof startBuild>[0]> = {}) {
    await mkdir(folderOf(name), { recursive: true });
    const specPath = join(folderOf(name), 'minikube-iso.json');
    await writeFile(specPath, JSON.stringify(inContainer(REMASTER, program)));
    return startBuild({
      request: { specPath, outputFolder: join(folderOf(name), 'iso') },
      ...more,
    });
  }

  /** It said so and left nothing: no process, no container, no file. */
  async function expectStopped(name: string, stopped: Family): Promise<void> {
    expect(await stopped.ended, stopped.printed()).toBe(1);
    await stopped.gone();
    expect(stopped.printed()).toMatch(/^CANCELLED: Stopped by Ctrl-C$/m);
    expect(stopped.printed()).not.toMatch(/^\s+at /m);
    expect(await containers()).toEqual([]);
    expect(await leftovers(join(folderOf(name), 'iso'))).toEqual([]);
  }

  /** Starts a build that is held while its image is made. */
  async function startMaking(): Promise<Family> {
    const making = { tool: program, call: 'build', lines: 2 };
    const tool = await stallingTool(join(scratch.folder, `${program}-tools`), making);
    const build = await start('image', { env: { PATH: tool.path } });
    await tool.stalled(build);
    return build;
  }

  it('is not begun when Ctrl-C comes while its image is made', async () => {
    const stopped = await startMaking();
    stopped.signalGroup('SIGINT');
    await expectStopped('image', stopped);
    // What docker keeps of the steps that were done has no name.
    const images = await engine.call('image', 'ls', '--format', '{{.Repository}}');
    expect(images.filter((name) => name !== '<none>')).toEqual(['localhost/builder-base']);
  });

  it('is not begun when the build is killed while its image is made', async () => {
    const killed = await startMaking();
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    await killed.gone();
    expect(await engine.call('image', 'ls', '--quiet', 'nx-minikube-iso-builder')).toEqual([]);
  });

  it('has its image made, and makes the very ISO of a build here', async () => {
    const { files, manifest } = await build('remaster', REMASTER);
    expect(steps[0]).toBe(IMAGE_STEP);
    expect(manifest).toEqual(here.remaster.manifest);
    expect(await sha256File(files.iso)).toBe(manifest.iso.sha256);
    expect((await stat(files.iso)).uid).toBe(process.getuid?.());
    expect(await containers()).toEqual([]);
  });

  it.each(LAYOUTS)('makes the ISO of minikube’s sources: the %s layout', async (layout) => {
    const { manifest } = await build(layout, sourceSpec(layout));
    expect(steps).not.toContain(IMAGE_STEP);
    expect(manifest).toEqual(here[layout].manifest);
  });

  it('ends with Ctrl-C', async () => {
    const stop = { atStage: 'Compile modules', signal: 'SIGINT' } as const;
    await expectStopped('stopped', await start('stopped', { stop }));
  });

  it('ends by itself when the build is killed, and the next build takes it away', async () => {
    const stop = { atStage: 'Compile modules', signal: 'SIGKILL' } as const;
    const killed = await start('killed', { stop });
    expect(await killed.ended).toBe('SIGKILL');
    await killed.gone();
    await untilAllStopped(engine);
    expect((await containers()).length).toBe(1);
    const next = await start('killed');
    expect(await next.ended, next.printed()).toBe(0);
    expect(await containers()).toEqual([]);
    expect(await leftovers(join(folderOf('killed'), 'iso'))).toEqual([]);
  });

  it('takes paths that hold anything', async () => {
    const { manifest } = await build('a, "b":\n c', labSpec('amd64', []));
    expect(manifest.route).toBe('unchanged');
  });

  // Its cache folder is a volume, which is empty at first: a kernel is unpacked and prepared in it.
  it.each(isSoak || program === 'docker' ? ['copies'] : [])(
    'of an engine elsewhere has %s of what it reads, and makes the same ISO',
    async () => {
      useEngine(engine.remoteEnv);
      const { files, manifest } = await build('remote', REMASTER);
      expect(steps[0]).toBe('Copy what the build reads');
      expect(steps.at(-1)).toBe('Copy what was built');
      expect(manifest).toEqual(here.remaster.manifest);
      expect((await stat(files.iso)).uid).toBe(process.getuid?.());
      expect(await containers()).toEqual([]);
      const volumes = await engine.call('volume', 'ls', '--format', '{{.Name}}');
      expect(volumes).toEqual([expect.stringMatching(/^nx-minikube-iso-cache-[0-9a-f]{8}$/)]);
    },
  );

  it('is not begun without its base image', async () => {
    const spec = inContainer(REMASTER, program, { baseImage: 'localhost:1/no-such-image:1' });
    await expect(buildSpec(folderOf('baseless'), spec)).rejects.toMatchObject({
      code: 'BUILDER_IMAGE_FAILED',
      details: { lastLines: expect.arrayContaining([expect.stringContaining('localhost:1/')]) },
    });
    expect(await containers()).toEqual([]);
  });
});

describe('docker', () => {
  it('that does not run is to be started', async () => {
    useEngine({ DOCKER_HOST: `unix://${join(scratch.folder, 'no-such.sock')}` });
    await expect(
      buildSpec(join(scratch.folder, 'stopped'), inContainer(REMASTER, 'docker')),
    ).rejects.toMatchObject({
      code: 'CONTAINER_ENGINE_STOPPED',
      message: expect.stringContaining('no-such.sock'),
      hint: expect.stringContaining('systemctl start docker'),
    });
  });

  it('that this user may not speak to is told from one that does not run', async () => {
    const engineFolder = join(scratch.folder, 'forbidden-engine');
    const engine = await startEngine('docker', engineFolder);
    const folder = join(scratch.folder, 'forbidden');
    await mkdir(folder);
    for (const path of [scratch.folder, engineFolder]) await chmod(path, 0o755);
    await chmod(folder, 0o777);
    useEngine(engine.env);
    const user = process.geteuid?.();
    // Of nobody, where root runs the tests.
    if (user === 0) process.seteuid?.(65_534);
    try {
      const build = buildSpec(folder, inContainer(REMASTER, 'docker'), {
        cacheFolder: join(folder, 'cache'),
      });
      await expect(build).rejects.toMatchObject({ code: 'CONTAINER_ENGINE_FORBIDDEN' });
    } finally {
      if (user === 0) process.seteuid?.(user);
      await engine.dispose();
    }
  });
});

describe('a full disk of the engine', () => {
  it('is told from one of this machine', async () => {
    const folder = join(scratch.folder, 'full');
    const mountPoint = join(folder, 'disk');
    await mkdir(mountPoint, { recursive: true });
    const disk = await smallDisk(mountPoint, 64 * 1024);
    try {
      useEngine(await podmanEnvironment(folder, mountPoint));
      const base = join(folder, 'base.tar');
      await writeFillingBase(base);
      const args = ['import', base, BASE_IMAGE];
      await localRunner(disk.within({ file: 'podman', args, cwd: '/' }));
      const specPath = join(folder, 'minikube-iso.json');
      await writeFile(specPath, JSON.stringify(inContainer(REMASTER, 'podman')));
      const request = { specPath, outputFolder: join(folder, 'iso') };
      const build = startBuild({ request, within: disk.within });
      expect(await build.ended).toBe(1);
      await build.gone();
      expect(build.printed()).toMatch(/^CONTAINER_DISK_FULL: .* disk of podman itself$/m);
      expect(build.printed()).toMatch(/^ {2}hint: .*podman system prune$/m);
    } finally {
      await disk.dispose();
    }
  });
});

describe('what they make', () => {
  it.each(['remaster', ...LAYOUTS] as const)('passes its verification: %s', async (name) => {
    const folder = join(scratch.folder, name);
    const { report } = await verifyIso({
      specPath: join(folder, 'minikube-iso.json'),
      builtFolder: join(folder, 'iso'),
      outputFolder: join(folder, 'verify'),
      workspace: WORKSPACE,
    });
    expect(report.shortcomings).toEqual([]);
    expect(report).toMatchObject({ verdict: 'passed', boot: { status: 'passed' } });
  });
});
