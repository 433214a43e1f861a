// Runs the driver of the probes on this machine, with scripts made up for a test.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localRunner } from '../../runtime/index.js';
import { probeFiles } from './files.js';
import type { Probe, ProbeRun } from './probe.js';
import { madeUpProbe } from './probe.testing.js';
import { readProbeRuns } from './protocol.js';

const TOKEN = 'f00df00d';

export interface DriverRun {
  readonly runs: ReadonlyMap<string, ProbeRun>;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DriverOptions {
  /** The program and first arguments of a POSIX shell, which also is the `sh` of PATH. */
  readonly shell?: readonly [string, ...string[]];
  readonly path?: string;
}

/** The scripts by the names of their probes, or whole probes. */
export async function runDriver(
  folder: string,
  probes: Readonly<Record<string, string | Partial<Probe>>>,
  { shell: [file, ...args] = ['/bin/sh'], path = process.env['PATH'] ?? '' }: DriverOptions = {},
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
  // The driver starts `sh`: the shell under test has to be that one.
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'sh'), `#!/bin/sh\nexec ${[file, ...args].join(' ')} "$@"\n`, {
    mode: 0o755,
  });
  const { stdout, stderr } = await localRunner({
    file,
    args: [...args, join(folder, 'driver.sh')],
    env: { PATH: `${bin}:${path}`, TMPDIR: work },
  });
  const lines = stdout.split('\n').map((text, at) => ({ at, text }));
  return { runs: readProbeRuns(lines, TOKEN), stdout, stderr };
}
