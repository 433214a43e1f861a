// A folder for a server, and what of the server still runs: all of it runs in that folder.
import { mkdtempSync, readdirSync, readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 's3 server-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The numbers of the processes that run in a folder, or in one below it. */
export function processesIn(folder: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => `${workingFolder(pid)}/`.startsWith(`${folder}/`)).map(Number);
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It has ended by now, or only waits to be collected, or is another user's.
    return '';
  }
}
