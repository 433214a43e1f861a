// Compiles a kernel of the lab with the core's own kernel code, in an object tree that later builds on
// top of its base ISO go on with.
import { copyFile, cp, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  type Cache,
  type CompileOptions,
  type ObjectTree,
  type Progress,
  type Runner,
  type Step,
  acquireSource,
  ccacheLauncher,
  compileKernel,
  configure,
  digestOf,
  inStep,
  kernelRelease,
  makeCommand,
  parseKernelConfig,
  toolchainOf,
  withObjectTree,
  withTemporaryFolder,
} from 'iso-core';
import { BUILD_TIME } from '../build-time.js';
import { foreignModuleFolder } from '../project.js';
import type { LabKernel } from '../variants.js';
import { assertKept, readFragments } from './fragment.js';

/** Debian's source, of the package linux-source-6.1. */
const LINUX_SOURCE = '/usr/src/linux-source-6.1.tar.xz';

/** A kernel of the lab, compiled; paths of files to read. */
export interface BuiltKernel {
  /** `6.1.192` */
  readonly release: string;
  /** A bzImage, or an uncompressed arm64 Image. */
  readonly image: string;
  /** The folder that becomes `/usr/lib/modules/<release>`, without links into the build. */
  readonly modules: string;
  readonly symvers: string;
  /** The module of foreign-module/, built against this kernel. */
  readonly foreignModule: string;
}

export interface BuildLabKernelOptions {
  readonly kernel: LabKernel;
  readonly run: Runner;
  readonly cache: Cache;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** The kernel, compiled once for its source, config and toolchain. Rejects as the core's steps do. */
export async function buildLabKernel(options: BuildLabKernelOptions): Promise<BuiltKernel> {
  const { kernel, run, cache, progress, signal } = options;
  const { architecture } = kernel;
  const stopping = signal === undefined ? {} : { signal };
  const common = { architecture, cache, run, ...stopping };
  const source = await inStep(progress, 'Unpacking the kernel source', () =>
    acquireSource({ path: LINUX_SOURCE, ...common }),
  );
  const toolchain = await toolchainOf(run, architecture, stopping);
  const launcher = await ccacheLauncher(run, cache.path('ccache'));
  const fragment = await readFragments(kernel.fragments);
  const key = digestOf({
    source: source.digest,
    toolchain: toolchain.digest,
    fragment,
    foreignModule: await readFile(join(foreignModuleFolder(), 'lab_foreign.c'), 'utf8'),
  });
  const tree = {
    source,
    architecture,
    toolchain,
    purpose: { route: 'kernel' },
    epochSeconds: BUILD_TIME,
    ...(launcher === undefined ? {} : { launcher }),
  } as const;
  const { folder } = await cache.stage(
    'lab-kernels',
    `${kernel.name}-${key.slice(0, 16)}`,
    (destination, stageSignal) =>
      inStep(progress, `Compiling the kernel ${kernel.name}`, (step) =>
        withObjectTree(
          cache,
          tree,
          (held, stop) =>
            compile(
              { run, tree: held, destination, signal: stop, onProgress: showIn(step) },
              fragment,
            ),
          { signal: stageSignal },
        ),
      ),
    stopping,
  );
  return builtKernel(folder);
}

async function builtKernel(folder: string): Promise<BuiltKernel> {
  const release = await readFile(join(folder, 'release'), 'utf8');
  return {
    release,
    image: join(folder, 'kernel'),
    modules: join(folder, 'root/lib/modules', release),
    symvers: join(folder, 'Module.symvers'),
    foreignModule: join(folder, 'lab_foreign.ko'),
  };
}

/** kbuild tells what it makes, and how much there was the last time. */
function showIn(step: Step): NonNullable<CompileOptions['onProgress']> {
  return ({ steps, expected, file }) => {
    const fraction = expected === undefined ? {} : { fraction: Math.min(1, steps / expected) };
    step.update({ ...fraction, detail: file });
  };
}

/** Fills `destination` with what `builtKernel` reads. */
async function compile(
  options: Pick<CompileOptions, 'run' | 'tree' | 'destination' | 'signal' | 'onProgress'>,
  fragment: string,
): Promise<void> {
  const { run, tree, destination } = options;
  const { text } = await configure(run, tree, await configFrom(run, tree, fragment), options);
  const config = parseKernelConfig(text);
  assertKept(fragment, (option) => config.get(option));
  await compileKernel({ ...options, jobs: availableParallelism() });
  await compileForeignModule(options);
  await writeFile(join(destination, 'release'), await kernelRelease(run, tree, options));
}

async function compileForeignModule({
  run,
  tree,
  destination,
}: Pick<CompileOptions, 'run' | 'tree' | 'destination'>): Promise<void> {
  await withTemporaryFolder(tree.folder, async (folder) => {
    await cp(foreignModuleFolder(), folder, { recursive: true });
    await run(makeCommand(tree, ['modules'], { silent: true, variables: [`M=${folder}`] }));
    await copyFile(join(folder, 'lab_foreign.ko'), join(destination, 'lab_foreign.ko'));
  });
}

/** The config that `allnoconfig` makes around a fragment. */
async function configFrom(run: Runner, tree: ObjectTree, fragment: string): Promise<string> {
  return withTemporaryFolder(tree.folder, async (folder) => {
    const [given, made] = [join(folder, 'fragment'), join(folder, 'config')];
    await writeFile(given, fragment);
    const variables = [`KCONFIG_ALLCONFIG=${given}`, `KCONFIG_CONFIG=${made}`];
    await run(makeCommand(tree, ['allnoconfig'], { silent: true, variables }));
    return readFile(made, 'utf8');
  });
}
