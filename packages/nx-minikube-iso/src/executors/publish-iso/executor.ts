// publish-iso: reads its options, calls the core, and says where the ISO is from now on.
import type { ExecutorContext } from '@nx/devkit';
import { abortPublication, describeAbort, describePublication, publishIso } from 'iso-core';
import { assertOwnArchitecture } from '../own-architecture.js';
import { runTask, type TaskResult } from '../run-task.js';
import { taskPaths } from '../task-paths.js';
import { overridesOf } from './overrides.js';
import type { PublishIsoExecutorOptions } from './schema.js';

export default async function publishIsoExecutor(
  options: PublishIsoExecutorOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  const paths = taskPaths(context);
  return runTask(async ({ signal, progress }) => {
    assertOwnArchitecture(options.architecture, context);
    const request = {
      specPath: paths.spec(options.spec),
      builtFolder: paths.folder('iso', options.inputPath),
      verifiedFolder: paths.folder('verify', options.reportPath),
      outputFolder: paths.folder('publish', options.outputPath),
      overrides: overridesOf(options),
      progress,
      signal,
    };
    const lines =
      options.abort === true
        ? describeAbort(await abortPublication(request))
        : describePublication(await publishIso(request), context.root);
    for (const line of lines) progress.note(line);
  });
}
