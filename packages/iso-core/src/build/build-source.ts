// The engine `source`: minikube built from its own sources, by its own make, and sealed as every ISO is.
import { join } from 'node:path';
import { openFile } from '../image/index.js';
import { inspectIso, judgeInspection, type Manifest } from '../inspect/index.js';
import {
  placeAtomically,
  sha256File,
  throwIfCancelled,
  withTemporaryFolder,
} from '../runtime/index.js';
import { publishedNames, type SpecSource } from '../spec/index.js';
import type { BuildContext } from './context.js';
import { withBuiltIso, type BuiltIso } from './engine/source/build-tree.js';
import { planSource, type SourcePlan } from './engine/source/plan-source.js';
import { findSource, type SourceInputs } from './engine/source/source-inputs.js';
import { explainFullDisk } from './explain-full-disk.js';
import type { BuildResult } from './request.js';
import { gateSource } from './seal/gate-source.js';
import { sourceManifest } from './seal/source-manifest.js';
import { inFolder, writeSealed } from './seal/write-sealed.js';

/** Builds and seals the ISO of `source`. Errors: those of every stage. */
export async function buildSource(context: BuildContext, source: SpecSource): Promise<BuildResult> {
  const { request, stages, cache } = context;
  try {
    const inputs = await stages.run('Get minikube', async (step) => {
      const value = await findSource(context, source, step);
      return { value, detail: value.minikube.tree.name };
    });
    const plan = await planSource(context, inputs);
    return await withBuiltIso(context, inputs, plan, (built) => seal(context, inputs, plan, built));
  } catch (error) {
    throw await explainFullDisk(error, [cache.folder, request.outputFolder]);
  }
}

async function seal(
  context: BuildContext,
  inputs: SourceInputs,
  plan: SourcePlan,
  built: BuiltIso,
): Promise<BuildResult> {
  const { request, spec, architecture, stages, cache, signal } = context;
  const names = publishedNames(spec, architecture);
  const manifest = await stages.run('Inspect the finished ISO', async () => ({
    value: await inspect(context, inputs, plan, built, names.iso),
  }));
  const files = inFolder(request.outputFolder, names);
  throwIfCancelled(signal);
  await withTemporaryFolder(request.outputFolder, async (folder) => {
    const moved = join(folder, 'output.iso');
    await placeAtomically(built.iso, moved);
    await writeSealed(folder, files, {
      iso: moved,
      manifest,
      build: {
        finishedAt: new Date().toISOString(),
        cacheFolder: cache.folder,
        stages: stages.records,
      },
    });
  });
  return { files, manifest, stages: stages.records };
}

async function inspect(
  { architecture, requirements }: BuildContext,
  inputs: SourceInputs,
  plan: SourcePlan,
  { iso, buildroot }: BuiltIso,
  isoName: string,
): Promise<Manifest> {
  const { kernel, isoVersion } = inputs.layout;
  const opened = await openFile(iso);
  try {
    const result = await inspectIso(opened, { depth: 'content' });
    const verdicts = judgeInspection(result, requirements, plan.modulesOf);
    const gated = plan.gateBuilt(result.kernel.config);
    gateSource({ architecture, kernel, isoVersion, buildroot, result, verdicts, gated });
    const isoSha256 = await sha256File(iso);
    return sourceManifest({ isoName, isoSha256, inputs, result, verdicts, gated: plan.gated });
  } finally {
    await opened.close();
  }
}
