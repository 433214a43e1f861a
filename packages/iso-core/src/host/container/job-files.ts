// What a job reads, as it lies on this computer.
import { realpath, stat } from 'node:fs/promises';
import type { MachineJob } from '../machine.js';

export interface JobFile {
  /** Where the job looks for it. */
  readonly path: string;
  /** Where it is, behind all links. */
  readonly source: string;
  readonly isFolder: boolean;
}

/** Its program and its inputs; one that is not there is left out, as the job has its own words for that. */
export async function jobFiles({ program, folders }: MachineJob): Promise<readonly JobFile[]> {
  const paths = [...new Set([program, ...folders.inputs])];
  return (await Promise.all(paths.map(found))).flat();
}

async function found(path: string): Promise<JobFile[]> {
  try {
    const source = await realpath(path);
    return [{ path, source, isFolder: (await stat(source)).isDirectory() }];
  } catch {
    return [];
  }
}
