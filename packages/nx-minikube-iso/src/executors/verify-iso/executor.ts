// verify-iso: reads its options, calls the core, and says what the verdict is.
import type { ExecutorContext } from '@nx/devkit';
import { assertVerified, describeVerification, lockedDigests, readSpec, verifyIso } from 'iso-core';
import { assertOwnArchitecture } from '../own-architecture.js';
import { nextTask } from '../next-task.js';
import { runTask, type TaskResult } from '../run-task.js';
import { taskPaths } from '../task-paths.js';
import { overridesOf } from './overrides.js';
import type { VerifyIsoExecutorOptions } from './schema.js';

export default async function verifyIsoExecutor(
  options: VerifyIsoExecutorOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  const { root } = context;
  const paths = taskPaths(context);
  return runTask(async ({ signal, progress }) => {
    assertOwnArchitecture(options.architecture, context);
    const specPath = paths.spec(options.spec);
    const digests = options.url === undefined ? [] : await lockedDigests(specPath, options.url);
    const verified = await verifyIso({
      specPath,
      digests,
      builtFolder: paths.folder('iso', options.inputPath),
      outputFolder: paths.folder('verify', options.outputPath),
      workspace: root,
      overrides: overridesOf(options, root),
      ...paths.cache(options.cacheFolder),
      progress,
      signal,
    });
    for (const line of await describeVerification(verified, { workspace: root })) {
      progress.note(line);
    }
    assertVerified(verified.report);
    if (verified.report.iso.origin !== 'build') return;
    const { publish } = await readSpec(specPath);
    const next = nextTask('publish-iso', context);
    if (publish.bucket !== undefined && next !== undefined) progress.note(next);
  });
}
