// list-isos: reads its options, calls the core, and shows what is published.
import { resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { formatList, listPublished, stableJson, writeAtomically } from 'iso-core';
import { assertUrl } from '../assert-url.js';
import { runTask, type TaskResult } from '../run-task.js';
import { taskPaths } from '../task-paths.js';
import type { ListIsosExecutorOptions } from './schema.js';

export default async function listIsosExecutor(
  { spec, json, ...overrides }: ListIsosExecutorOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  const paths = taskPaths(context);
  return runTask(async ({ signal, progress }) => {
    assertUrl('endpoint', overrides.endpoint);
    assertUrl('publicUrl', overrides.publicUrl);
    const isos = await listPublished({ specPath: paths.spec(spec), overrides, progress, signal });
    process.stdout.write(`${formatList(isos).join('\n')}\n`);
    if (json === undefined) return;
    await writeAtomically(resolve(context.root, json), stableJson(isos));
    progress.note(`The list as JSON: ${json}`);
  });
}
