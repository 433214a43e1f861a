// What a guest needs to run probes, as files that are added to the ISO's own root.
import type { NewEntry } from '../../image/index.js';
import { IsoError } from '../../runtime/index.js';
import { packageScript, probeFiles, type DrivenProbe } from '../probes/index.js';

/** What of a probe the guest has to know. */
export type GuestProbe = DrivenProbe;

const FOLDER = 'nx-minikube-iso';

/**
 * The files, all in one folder that no root has: the guest's init and what its driver runs. `token` marks
 * the lines that are the probes' own on a console where anyone may write.
 * Errors: `PROBE_NAME_INVALID`.
 */
export function probeOverlay(probes: readonly GuestProbe[], token: string): NewEntry[] {
  for (const probe of probes) checkNames(probe);
  return [
    file('init', packageScript('init.sh'), 0o755),
    ...probeFiles(probes, token).map(({ path, text }) => file(path, text, 0o644)),
  ];
}

function file(path: string, text: string, permissions: number): NewEntry {
  return { type: 'file', path: `${FOLDER}/${path}`, permissions, content: Buffer.from(text) };
}

/** Names stand in paths, and in lines between blanks. */
function checkNames({ name, values }: GuestProbe): void {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) || name.length > 100) {
    throw invalidName(`A probe cannot be called ${JSON.stringify(name)}`, { name });
  }
  const key = Object.keys(values).find((each) => !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(each));
  if (key === undefined) return;
  const message = `The probe ${name} cannot have a value called ${JSON.stringify(key)}`;
  throw invalidName(message, { name, key });
}

function invalidName(message: string, details: Readonly<Record<string, string>>): IsoError {
  return new IsoError('PROBE_NAME_INVALID', message, {
    hint: 'Take lower-case letters and digits with hyphens between them; a value’s name may have _ and . too.',
    details,
  });
}
