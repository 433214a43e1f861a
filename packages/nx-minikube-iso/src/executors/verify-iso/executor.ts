// verify-iso: reads its options, calls the core, and says what the verdict is.
import { posix, resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { assertVerified, describeVerification, verifyIso } from 'iso-core';
import { SPEC_FILE } from '../../inference/spec-summary.js';
import { projectRootOf } from '../project-root.js';
import { runTask, type TaskResult } from '../run-task.js';
import { overridesOf } from './overrides.js';
import type { VerifyIsoExecutorOptions } from './schema.js';

export default async function verifyIsoExecutor(
  options: VerifyIsoExecutorOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  const { root } = context;
  const projectRoot = projectRootOf(context);
  const absolute = (path: string) => resolve(root, path);
  return runTask(async ({ signal, progress }) => {
    const verified = await verifyIso({
      specPath: absolute(options.spec ?? posix.join(projectRoot, SPEC_FILE)),
      builtFolder: absolute(options.inputPath ?? posix.join('dist', projectRoot, 'iso')),
      outputFolder: absolute(options.outputPath ?? posix.join('dist', projectRoot, 'verify')),
      workspace: root,
      overrides: overridesOf(options, root),
      ...(options.cacheFolder === undefined
        ? {}
        : { cacheFolder: resolve(root, options.cacheFolder) }),
      progress,
      signal,
    });
    for (const line of await describeVerification(verified, { workspace: root }))
      progress.note(line);
    assertVerified(verified.report);
  });
}
