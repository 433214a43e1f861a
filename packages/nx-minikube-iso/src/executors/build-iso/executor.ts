// build-iso: reads its options, calls the core, and says what came out.
import { posix, resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { buildIso, describeBuild } from 'iso-core';
import { SPEC_FILE } from '../../inference/spec-summary.js';
import { projectRootOf } from '../project-root.js';
import { runTask, type TaskResult } from '../run-task.js';
import type { BuildIsoExecutorOptions } from './schema.js';

export default async function buildIsoExecutor(
  options: BuildIsoExecutorOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  const { root } = context;
  const projectRoot = projectRootOf(context);
  const absolute = (path: string) => resolve(root, path);
  return runTask(async ({ signal, progress }) => {
    const built = await buildIso({
      specPath: absolute(options.spec ?? posix.join(projectRoot, SPEC_FILE)),
      outputFolder: absolute(options.outputPath ?? posix.join('dist', projectRoot, 'iso')),
      overrides: {
        ...(options.architecture === undefined ? {} : { architecture: options.architecture }),
        ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
        ...(options.source === undefined ? {} : { source: resolve(root, options.source) }),
      },
      ...(options.cacheFolder === undefined
        ? {}
        : { cacheFolder: resolve(root, options.cacheFolder) }),
      progress,
      signal,
    });
    for (const line of describeBuild(built, root)) progress.note(line);
  });
}
