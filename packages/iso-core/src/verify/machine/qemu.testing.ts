// A shell script in QEMU's place, so that a test decides what a machine does.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { processRuns } from '../../runtime/testing/processes.testing.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';

export interface StandInQemu {
  /** How often it was asked for its version. */
  asked(): number;
  /** The arguments of each run but `--version`. */
  runs(): string[][];
  /** Those of its processes, and of what they started in their shells, that still run. */
  running(): number[];
}

/** `$pids` is the file to which a script writes the process ids that are not its own. */
const HEAD = (folder: string) => `#!/bin/sh
if [ "$1" = --version ]; then echo asked >>${folder}/asked; echo 'QEMU emulator version 7.2.22 (stand-in)'; exit; fi
pids=${folder}/pids
echo $$ >>"$pids"
for argument; do printf '%s\\0' "$argument"; done >>${folder}/arguments
printf '\\n\\0' >>${folder}/arguments
`;

/** Puts `script` in the place of both QEMU programs until the test ends. */
export function standInQemu(script: string): StandInQemu {
  const folder = temporaryFolder();
  for (const program of ['qemu-system-x86_64', 'qemu-system-aarch64']) {
    const path = join(folder, program);
    writeFileSync(path, `${HEAD(folder)}${script}\n`);
    chmodSync(path, 0o755);
  }
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const read = (name: string) => {
    const path = join(folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  return {
    asked: () => read('asked').split('\n').length - 1,
    runs: () =>
      read('arguments')
        .split('\n\0')
        .filter((run) => run !== '')
        .map((run) => run.split('\0').slice(0, -1)),
    running: () => read('pids').split('\n').filter(Boolean).map(Number).filter(processRuns),
  };
}
