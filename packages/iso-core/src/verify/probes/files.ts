// What a guest or a node needs to run probes: the driver, what it sources, and what it is told to run.
import type { Probe } from './probe.js';
import { packageScript } from './scripts.js';

/** What of a probe the driver has to know. */
export type DrivenProbe = Pick<Probe, 'name' | 'script' | 'values' | 'timeoutSeconds'>;

export interface ProbeFile {
  /** Relative to the folder that driver.sh is in. */
  readonly path: string;
  readonly text: string;
}

/**
 * The files for `sh driver.sh`, which runs `probes` in their order and tells of each behind
 * `@nmi:<token>`. The token is a secret of this run: 8 to 64 letters and digits.
 */
export function probeFiles(probes: readonly DrivenProbe[], token: string): ProbeFile[] {
  return [
    { path: 'driver.sh', text: packageScript('driver.sh') },
    { path: 'lib.sh', text: packageScript('lib.sh') },
    { path: 'token', text: `${token}\n` },
    { path: 'list', text: probes.map((each) => `${each.name} ${each.timeoutSeconds}\n`).join('') },
    ...probes.flatMap(({ name, script, values }) => [
      { path: `probes/${name}.sh`, text: script },
      ...Object.entries(values).map(([key, value]) => ({
        path: `values/${name}/${key}`,
        text: value,
      })),
    ]),
  ];
}
