// The image that builds run in: made once by the engine, and known by what it is made of.
import { readFile } from 'node:fs/promises';
import { digestOf, inStep, IsoError, type Cache, type Progress } from '../../runtime/index.js';
import type { SpecContainer } from '../../spec/index.js';
import {
  engineDiskFull,
  saysFull,
  type EngineCommands,
  type FailedCommand,
} from './engine-commands.js';
import { withOwnBase } from './podman-build.js';

const CONTAINERFILE = new URL('../../../builder/Containerfile', import.meta.url);

const BASE_IMAGE = 'docker.io/library/node:22-bookworm-slim';

/** Their values reach the engine through its environment, and the image not at all. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

export interface ImageOptions {
  readonly cache: Cache;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * The name of the image, which is made if it is not there. Rejects with `BUILDER_IMAGE_FAILED` and
 * `CONTAINER_DISK_FULL`.
 */
export async function builderImage(
  engine: EngineCommands,
  { baseImage = BASE_IMAGE, network }: SpecContainer,
  { cache, progress, signal }: ImageOptions,
): Promise<string> {
  const containerfile = await readFile(CONTAINERFILE);
  const key = digestOf({ containerfile: containerfile.toString(), baseImage }).slice(0, 16);
  const image = `nx-minikube-iso-builder:${key}`;
  const onWait = (holder: string) => progress.note(`Waiting for another build: ${holder}`);
  return cache.withLock(
    `builder-image+${engine.program}+${key}`,
    async (held) => {
      if (await engine.hasImage(image)) return image;
      await inStep(progress, `Make the builder’s image from ${baseImage}`, async (step) => {
        const onLine = (detail: string) => step.update({ detail });
        const options = { signal: held, onLine, failed: imageFailed };
        const build = async (base: string) => {
          const args = imageArguments(engine, {
            image,
            base,
            ...(network === undefined ? {} : { network }),
          });
          await engine.call(args, { ...options, input: containerfile });
        };
        if (engine.program === 'podman') await withOwnBase(engine, baseImage, options, build);
        else await build(baseImage);
      });
      return image;
    },
    { signal, onWait },
  );
}

interface ImageParts {
  readonly image: string;
  readonly base: string;
  readonly network?: string;
}

/** Without a context: the Containerfile comes over standard input. */
function imageArguments(
  { program }: Pick<EngineCommands, 'program'>,
  { image, base, network }: ImageParts,
): string[] {
  return [
    ...['build', '--force-rm'],
    // No half-made image of a part of it where podman is stopped.
    ...(program === 'podman' ? ['--layers=false'] : []),
    ...(network === undefined || network === 'none' ? [] : ['--network', network]),
    ...PROXIES.flatMap((name) => ['--build-arg', name]),
    ...['--build-arg', `BASE_IMAGE=${base}`],
    ...['--tag', image],
    '-',
  ];
}

function imageFailed(failure: FailedCommand): IsoError {
  if (saysFull(failure)) return engineDiskFull(failure);
  const { program, lastLines, cause } = failure;
  return new IsoError('BUILDER_IMAGE_FAILED', `${program} could not make the builder’s image`, {
    hint: 'Its last lines say why. It takes the base image, with Node.js 20 or newer, and packages of Debian or Ubuntu: see "container.baseImage", "container.network" and your proxies.',
    cause,
    details: { program, lastLines },
  });
}
