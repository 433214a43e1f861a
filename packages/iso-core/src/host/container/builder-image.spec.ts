import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openCache, silentProgress, type Progress } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { builderPackages } from '../packages.js';
import { builderImage } from './builder-image.js';
import { containerName } from './container-name.js';
import { EngineCommands } from './engine-commands.js';
import { StandInEngine } from './engine.testing.js';

const BASE = 'docker.io/library/node:22-bookworm-slim';

const CONTAINERFILE = new URL('../../../builder/Containerfile', import.meta.url);

/** What every Debian has, and what build-essential brings. */
const NOT_LISTED = [
  ...['bash', 'debianutils', 'diffutils', 'findutils', 'gzip', 'sed', 'tar'],
  ...['binutils', 'g++', 'gcc', 'libc6-dev', 'make'],
];

interface Wish {
  readonly program?: 'docker' | 'podman';
  readonly baseImage?: string;
  readonly progress?: Progress;
}

function make(
  engine: StandInEngine,
  { program = 'docker', baseImage, progress = silentProgress }: Wish = {},
) {
  return builderImage(
    new EngineCommands(program, engine.run),
    baseImage === undefined ? {} : { baseImage },
    {
      cache: openCache({ folder: temporaryFolder() }),
      progress,
      signal: new AbortController().signal,
    },
  );
}

describe('builderImage', () => {
  it('is made where it is not there, without a context, and is left nothing of', async () => {
    const engine = new StandInEngine();
    const image = await make(engine);
    expect(image).toMatch(/^nx-minikube-iso-builder:[0-9a-f]{16}$/);
    const build = engine.only('build');
    expect(build.slice(0, 2)).toEqual(['build', '--force-rm']);
    expect(build.slice(-3)).toEqual(['--tag', image, '-']);
    expect(build).toContain(`BASE_IMAGE=${BASE}`);
    expect([...engine.images]).toEqual([image]);
  });

  it('is made by podman from a base that is known by its name, so that no part of it stays', async () => {
    const engine = new StandInEngine();
    const image = await make(engine, { program: 'podman' });
    const build = engine.only('build');
    expect(build).toContain('--layers=false');
    const base = build.find((arg) => arg.startsWith('BASE_IMAGE='))?.slice('BASE_IMAGE='.length);
    const [, name = ''] = /^localhost\/(nx-minikube-iso\..*):base$/.exec(base ?? '') ?? [];
    expect(engine.only('tag')).toEqual(['tag', BASE, base]);
    expect(engine.only('rm').at(-1)).toBe(`${name}-working-container`);
    expect([...engine.images]).toEqual([BASE, image]);
  });

  it.each(['build', 'pull'])('leaves no part of it where podman fails at %s', async (command) => {
    const engine = new StandInEngine({ failing: { command, lines: ['no'] } });
    await expect(make(engine, { program: 'podman' })).rejects.toMatchObject({
      code: 'BUILDER_IMAGE_FAILED',
      details: { lastLines: ['no'] },
    });
    expect([...engine.images]).toEqual(command === 'pull' ? [] : [BASE]);
  });

  it('takes away the bases of killed builds, and no others', async () => {
    const abandoned = containerName(0).replace(/\.[0-9a-f]{8}-/, '.00000000-');
    const other = `localhost/${containerName()}`;
    const engine = new StandInEngine({ images: [BASE, `localhost/${abandoned}`, other] });
    await make(engine, { program: 'podman' });
    const removed = engine.calls.filter(([, verb]) => verb === 'rm').map((args) => args.at(-1));
    expect(removed[0]).toBe(`localhost/${abandoned}:base`);
    expect(removed).not.toContain(`${other}:base`);
  });

  it('is given proxies by name alone', async () => {
    const engine = new StandInEngine();
    await make(engine);
    const args = engine.only('build').filter((arg) => /proxy/i.test(arg));
    expect(args.length).toBeGreaterThan(0);
    expect(args.filter((arg) => arg.includes('='))).toEqual([]);
  });

  it('is taken where it is there, in silence', async () => {
    const image = await make(new StandInEngine());
    const engine = new StandInEngine({ images: [image] });
    const titles: string[] = [];
    const progress: Progress = {
      ...silentProgress,
      step: (title) => {
        titles.push(title);
        return silentProgress.step(title);
      },
    };
    expect(await make(engine, { progress })).toBe(image);
    expect(engine.calls.map(([command]) => command)).toEqual(['image']);
    expect(titles).toEqual([]);
  });

  it('is another one from another base', async () => {
    const images = [
      await make(new StandInEngine()),
      await make(new StandInEngine(), { baseImage: 'debian:12' }),
      await make(new StandInEngine(), { baseImage: 'debian:12' }),
    ];
    expect(new Set(images).size).toBe(2);
  });
});

describe('the Containerfile', () => {
  it('installs every package that brings a tool of builds', () => {
    const text = readFileSync(CONTAINERFILE, 'utf8');
    const packages = builderPackages('amd64').filter((name) => !name.endsWith('-linux-gnu'));
    const missing = packages.filter((name) => !text.includes(`      ${name} \\\n`));
    expect(missing).toEqual([...NOT_LISTED].sort());
  });
});
