// build-iso: reads its options, calls the core, and says what came out.
import type { ExecutorContext } from '@nx/devkit';
import { buildIso, describeBuild } from 'iso-core';
import { assertInRange } from '../ranges.js';
import { assertOwnArchitecture } from '../own-architecture.js';
import { nextTask } from '../next-task.js';
import { runTask, type TaskResult } from '../run-task.js';
import { taskPaths } from '../task-paths.js';
import { hashedSpec } from './hashed-spec.js';
import { JOBS } from './limits.js';
import type { BuildIsoExecutorOptions } from './schema.js';

export default async function buildIsoExecutor(
  options: BuildIsoExecutorOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  const paths = taskPaths(context);
  const { architecture, jobs, host } = options;
  return runTask(async ({ signal, progress }) => {
    assertInRange('jobs', jobs, JOBS);
    assertOwnArchitecture(options.architecture, context);
    const built = await buildIso({
      specPath: hashedSpec(paths.spec(options.spec), context),
      outputFolder: paths.folder('iso', options.outputPath),
      overrides: {
        ...(architecture === undefined ? {} : { architecture }),
        ...(jobs === undefined ? {} : { jobs }),
        ...(host === undefined ? {} : { host }),
      },
      ...paths.cache(options.cacheFolder),
      progress,
      signal,
    });
    for (const line of describeBuild(built, context.root)) progress.note(line);
    const next = nextTask('verify-iso', context);
    if (next !== undefined) progress.note(next);
  });
}
