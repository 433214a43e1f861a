// Runs the driver of the probes on this machine, with scripts made up for a test.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localRunner } from '../../runtime/index.js';
import { probeFiles } from './files.js';
import type { Probe, ProbeRun } from './probe.js';
import { madeUpProbe } from './probe.testing.js';
import { readProbeRuns } from './protocol.js';

const TOKEN = 'f00df00d';

/** A sleep that takes no fractions, as small busyboxes have. */
export const WHOLE_SECONDS = { sleep: 'case $1 in *.*) exit 1 ;; esac; exec /bin/sleep "$1"' };

export interface DriverRun {
  readonly runs: ReadonlyMap<string, ProbeRun>;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DriverOptions {
  /** The program and first arguments of a POSIX shell, which also is the `sh` of PATH. */
  readonly shell?: readonly [string, ...string[]];
  /** Bodies of `sh` scripts in the folder `tools`, which is the first of PATH. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** The scripts by the names of their probes, or whole probes. */
export async function runDriver(
  folder: string,
  probes: Readonly<Record<string, string | Partial<Probe>>>,
  { shell: [file, ...args] = ['/bin/sh'], programs = {} }: DriverOptions = {},
): Promise<DriverRun> {
  const all = Object.entries(probes).map(([name, given]) =>
    madeUpProbe({ name, ...(typeof given === 'string' ? { script: given } : given) }),
  );
  for (const { path: name, text } of probeFiles(all, TOKEN)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const work = join(folder, 'work');
  await mkdir(work);
  const [bin, tools] = [join(folder, 'bin'), join(folder, 'tools')];
  // The driver starts `sh`: the shell under test has to be that one.
  await writePrograms(bin, { sh: `exec ${[file, ...args].join(' ')} "$@"` });
  await writePrograms(tools, programs);
  const { stdout, stderr } = await localRunner({
    file,
    args: [...args, join(folder, 'driver.sh')],
    env: { PATH: `${bin}:${tools}:${process.env['PATH'] ?? ''}`, TMPDIR: work },
  });
  const lines = stdout.split('\n').map((text, at) => ({ at, text }));
  return { runs: readProbeRuns(lines, TOKEN), stdout, stderr };
}

/** Programs by their names, made up of what `/bin/sh` does. */
async function writePrograms(
  folder: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(folder);
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }
}
