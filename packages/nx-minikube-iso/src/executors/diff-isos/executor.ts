// diff-isos: reads its options, calls the core, and shows what differs. A difference is no failure.
import { resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { diffLocations, formatDiff, stableJson, writeAtomically } from 'iso-core';
import { assertInRange } from '../ranges.js';
import { runTask, type TaskResult } from '../run-task.js';
import { MOST } from './limits.js';
import type { DiffIsosExecutorOptions } from './schema.js';

export default async function diffIsosExecutor(
  { from, to, depth, json, most, temporaryFolder }: DiffIsosExecutorOptions,
  { root }: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async ({ signal, progress }) => {
    assertInRange('most', most, MOST);
    const diff = await diffLocations(from, to, {
      folder: root,
      ...(depth === undefined ? {} : { depth }),
      ...(temporaryFolder === undefined ? {} : { temporaryFolder: resolve(root, temporaryFolder) }),
      progress,
      signal,
    });
    const lines = formatDiff(diff, most === undefined ? {} : { most });
    process.stdout.write(`${lines.join('\n')}\n`);
    if (json === undefined) return;
    await writeAtomically(resolve(root, json), stableJson(diff));
    progress.note(`The whole diff: ${json}`);
  });
}
