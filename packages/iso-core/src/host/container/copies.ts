// Files for a container that does not see this computer's.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fullDisk, withTemporaryFolder } from '../../runtime/index.js';
import type { JobFolders } from '../machine.js';
import { commandFailure, saysFull, type EngineCommands } from './engine-commands.js';
import type { JobFile } from './job-files.js';

/** Copies files into a container that was not started yet, each to its own path, and makes its output folder. */
export async function copyIn(
  engine: EngineCommands,
  container: string,
  { folders, files }: { readonly folders: JobFolders; readonly files: readonly JobFile[] },
  signal: AbortSignal,
): Promise<void> {
  await withTemporaryFolder(folders.cache, async (temporary) => {
    const root = join(temporary, 'root');
    // No engine makes the folders that a copy lies in: they are copied, empty, before it.
    const needed = files.map(({ path, isFolder }) => (isFolder ? path : dirname(path)));
    for (const folder of [...needed, folders.output]) {
      await mkdir(join(root, folder), { recursive: true });
    }
    await engine.call(['cp', `${root}/.`, `${container}:/`], { signal });
  });
  for (const { path, source, isFolder } of files) {
    const from = isFolder ? `${source}/.` : source;
    await engine.call(['cp', from, `${container}:${path}`], { signal });
  }
}

/** Copies what a container has left in the output folder. */
export async function copyOut(
  engine: EngineCommands,
  container: string,
  { output }: Pick<JobFolders, 'output'>,
  signal: AbortSignal,
): Promise<void> {
  await engine.call(['cp', `${container}:${output}/.`, output], {
    signal,
    failed: (failure) =>
      saysFull(failure) ? fullDisk(output, failure.cause) : commandFailure(failure),
  });
}
