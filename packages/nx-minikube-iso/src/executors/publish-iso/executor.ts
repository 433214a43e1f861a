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
    if (options.abort === true) {
      for (const line of describeAbort(await abortPublication(request))) progress.note(line);
      return;
    }
    const result = await publishIso(request);
    for (const line of describePublication(result, context.root)) progress.note(line);
    if (result.status === 'dry run') return;
    progress.note(`Next: nx g nx-minikube-iso:bump ${context.projectName ?? ''}`);
  });
}
