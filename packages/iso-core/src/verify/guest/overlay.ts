// What a guest needs to run probes, as files that are added to the ISO's own root.
import { readFile } from 'node:fs/promises';
import type { NewEntry } from '../../image/index.js';
import { IsoError } from '../../runtime/index.js';
import type { Probe } from '../probes/probe.js';

/** What of a probe the guest has to know. */
export type GuestProbe = Pick<Probe, 'name' | 'script' | 'values' | 'timeoutSeconds'>;

const FOLDER = 'nx-minikube-iso';
// The package's folder; this file lies as deep in dist/ as in src/.
const SCRIPTS = new URL('../../../probes/', import.meta.url);

/**
 * The files, all in one folder that no root has: init, driver and library, and per probe its script and
 * its values. `token` marks the lines that are the probes' own on a console where anyone may write.
 * Errors: `PROBE_NAME_INVALID`.
 */
export async function probeFiles(
  probes: readonly GuestProbe[],
  token: string,
): Promise<NewEntry[]> {
  const script = (name: string) => readFile(new URL(name, SCRIPTS));
  return [
    file('init', await script('init.sh'), 0o755),
    file('driver.sh', await script('driver.sh')),
    file('lib.sh', await script('lib.sh')),
    file('token', `${token}\n`),
    file('list', probes.map((probe) => `${checkedName(probe)} ${secondsOf(probe)}\n`).join('')),
    ...probes.flatMap((probe) => [
      file(`probes/${probe.name}.sh`, probe.script),
      ...Object.entries(probe.values).map(([key, value]) =>
        file(`values/${probe.name}/${checkedKey(probe, key)}`, value),
      ),
    ]),
  ];
}

function file(path: string, content: string | Uint8Array, permissions = 0o644): NewEntry {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { type: 'file', path: `${FOLDER}/${path}`, permissions, content: bytes };
}

function secondsOf({ timeoutSeconds }: GuestProbe): number {
  return Math.max(1, Math.ceil(timeoutSeconds));
}

function checkedName({ name }: GuestProbe): string {
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 100) return name;
  throw invalidName(`A probe cannot be called ${JSON.stringify(name)}`, { name });
}

function checkedKey({ name }: GuestProbe, key: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(key)) return key;
  throw invalidName(`The probe ${name} cannot have a value called ${JSON.stringify(key)}`, {
    name,
    key,
  });
}

function invalidName(message: string, details: Readonly<Record<string, string>>): IsoError {
  return new IsoError('PROBE_NAME_INVALID', message, {
    hint: 'Take lower-case letters and digits with hyphens between them; a value’s name may have _ and . too.',
    details,
  });
}
