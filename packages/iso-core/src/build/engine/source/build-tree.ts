// The tree in which minikube's make works, kept until its ISO is sealed: a build that fails or is killed
// costs the next one no more than what was not finished.
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertBuildPath } from '../../../kernel/index.js';
import { placeWorkTree } from '../../../minikube/index.js';
import { digestOf, IsoError, writeAtomically } from '../../../runtime/index.js';
import { onWait, type BuildContext } from '../../context.js';
import { readBuildrootResult, type BuildrootResult } from './buildroot-result.js';
import { assertFreeSpace } from './free-space.js';
import { makeEnvironment } from './make-environment.js';
import { assertMachineMemory } from './memory.js';
import type { SourcePlan } from './plan-source.js';
import { runMinikubeMake } from './run-make.js';
import { mirrorOptions, type SourceInputs } from './source-inputs.js';

/** What was built, as long as the tree is there. */
export interface BuiltIso {
  /** The path of the ISO. */
  readonly iso: string;
  readonly buildroot: BuildrootResult;
}

/**
 * Builds the ISO and lends it to `work`, after which the tree goes. Errors:
 * `SOURCE_BUILD_WITHOUT_MEMORY`, `SOURCE_BUILD_WITHOUT_SPACE`, `SOURCE_BUILD_FAILED`,
 * `SOURCE_BUILD_WITHOUT_ISO`, those of git, and what `work` rejects with.
 */
export async function withBuiltIso<T>(
  context: BuildContext,
  inputs: SourceInputs,
  { defconfig, toolchain }: SourcePlan,
  work: (built: BuiltIso) => Promise<T>,
): Promise<T> {
  const { cache, host, architecture, signal } = context;
  const { source, minikube } = inputs;
  assertBuildPath(cache.folder, 'The cache folder');
  // Another defconfig is another tree: Buildroot takes no module out of a root again.
  const key = digestOf({
    repository: source.repository,
    commit: minikube.commit,
    architecture,
    defconfig,
  });
  const folder = cache.path('minikube', key);
  const begunBy = cache.path('minikube-toolchains', key);
  return cache.withLock(
    `minikube+${key}`,
    async (held) => {
      const remove = () => removeTree(folder, { host, signal: held });
      // What was begun in a container, or before an upgrade, has tools of its own that may not run here.
      if ((await readFile(begunBy, 'utf8').catch(() => '')) !== toolchain) await remove();
      await writeAtomically(begunBy, toolchain);
      const iso = await buildIn(folder, { ...context, signal: held }, inputs, defconfig);
      const buildroot = await readBuildrootResult(folder);
      const result = await work({ iso, buildroot });
      // The ISO is in its place, whatever becomes of the tree.
      await remove().catch(() => context.progress.note(`What is left of the build: ${folder}`));
      await rm(begunBy, { force: true });
      return result;
    },
    { signal, onWait: onWait(context) },
  );
}

async function removeTree(
  folder: string,
  { host, signal }: Pick<BuildContext, 'host' | 'signal'>,
): Promise<void> {
  if (!existsSync(folder)) return;
  // Go leaves folders that even their owner may not write to.
  await host.run({ file: 'chmod', args: ['-R', 'u+w', folder] }, { signal });
  await rm(folder, { recursive: true, force: true });
}

async function buildIn(
  folder: string,
  context: BuildContext,
  { source, minikube, layout }: SourceInputs,
  defconfig: string,
): Promise<string> {
  const { host, cache, stages, progress, signal, request, spec } = context;
  const iso = join(folder, layout.output);
  const log = join(folder, 'out/nx-minikube-iso.log');
  await assertMachineMemory();
  // What a build has taken already is not free any more, and not wanted again.
  if (!existsSync(join(folder, 'out/buildroot')))
    await assertFreeSpace(cache.folder, source.freeSpace);
  await stages.run('Check out minikube', async () => {
    await placeWorkTree(folder, minikube.commit, mirrorOptions(context, source));
    await removeUnbegunBuildroot(join(folder, 'out/buildroot'));
    await removeUnfinished(join(folder, 'out'), [log]);
    await writeAtomically(join(folder, layout.linuxDefconfig), defconfig);
    return { value: undefined, detail: minikube.commit };
  });
  progress.note(`Building all of ${minikube.tree.name} takes hours. The log of its make: ${log}`);
  await stages.run('Build minikube', async (step) => {
    const env = makeEnvironment({
      folder,
      fromEnvironment: layout.fromEnvironment,
      downloads: cache.path('buildroot', 'downloads'),
      ccache: cache.path('buildroot', 'ccache'),
      isRoot: await host.isRoot(),
    });
    const jobs = request.overrides?.jobs ?? spec.kernel.compiler.jobs;
    await runMinikubeMake({
      run: host.run,
      command: {
        file: 'make',
        // On the command line it wins over Buildroot's config, which says as many as there are processors.
        args: [layout.makeTarget, ...(jobs === undefined ? [] : [`BR2_JLEVEL=${jobs}`])],
        cwd: folder,
        env,
      },
      log,
      signal,
      onProgress: (detail) => step.update({ detail }),
    });
    return { value: undefined };
  });
  if (!existsSync(iso)) throw withoutIso(layout.output, log);
  return iso;
}

/**
 * What make makes besides Buildroot is made anew: a build that was killed may have left a part of it, which
 * is newer than what it is made of.
 */
async function removeUnfinished(out: string, kept: readonly string[]): Promise<void> {
  const paths = (await readdir(out).catch(() => [])).map((name) => join(out, name));
  for (const path of paths) {
    if (path !== join(out, 'buildroot') && !kept.includes(path))
      await rm(path, { recursive: true, force: true });
  }
}

/**
 * A Buildroot that has built nothing yet is fetched anew: minikube's make takes any folder of that name for
 * one that is whole and patched, also when it was killed while it made it.
 */
async function removeUnbegunBuildroot(buildroot: string): Promise<void> {
  const names = await readdir(buildroot).catch(() => []);
  const outputs = names.filter((name) => /^output(?:-|$)/.test(name));
  const hasBegun = outputs.some((name) => existsSync(join(buildroot, name, 'build')));
  if (!hasBegun) await rm(buildroot, { recursive: true, force: true });
}

function withoutIso(output: string, log: string): IsoError {
  return new IsoError(
    'SOURCE_BUILD_WITHOUT_ISO',
    `minikube’s make ended well and left no ${output}`,
    {
      hint: `All that it printed: ${log}`,
      details: { output, log },
    },
  );
}
