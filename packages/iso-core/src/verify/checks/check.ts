// The checks that are made of an ISO without booting it, and how each one ends.
import type { IsoError } from '../../runtime/index.js';
import type { Check } from '../report/report.js';
import type { Found } from './look.js';

/** A check by its stable name. */
export interface CheckKind {
  readonly name: string;
  readonly title: string;
}

/** All checks, in the order in which they are reported. */
export const CHECKS = {
  readable: { name: 'readable', title: 'ISO can be read' },
  digest: { name: 'digest', title: 'Digest' },
  bootRecords: { name: 'boot-records', title: 'Boot records and boot loaders' },
  architecture: { name: 'architecture', title: 'Architecture' },
  kernel: { name: 'kernel', title: 'Kernel image and its embedded config' },
  kernelRelease: { name: 'kernel-release', title: 'Kernel release' },
  initrd: { name: 'initrd', title: 'Initrd can be unpacked' },
  version: { name: 'version', title: 'minikube’s /version.json' },
  modulesListed: { name: 'modules-listed', title: 'Modules and depmod’s tables agree' },
  modulesVermagic: { name: 'modules-vermagic', title: 'Modules are for this kernel release' },
  moduleLinks: { name: 'module-links', title: 'Modules find every symbol that they need' },
  modulesStale: { name: 'modules-stale', title: 'No stale modules' },
  modulesForeign: { name: 'modules-foreign', title: 'No foreign modules' },
  size: { name: 'size', title: 'Size against the base' },
  isoFiles: { name: 'iso-files', title: 'Files of the ISO against the base' },
  content: { name: 'content', title: 'Files of the root against the base' },
} as const satisfies Readonly<Record<string, CheckKind>>;

/** What was wanted and what was found, where a word or two say it. */
export interface Compared {
  readonly wanted?: string | undefined;
  readonly actual?: string | undefined;
}

export function passed(kind: CheckKind, detail: string, compared: Compared = {}): Check {
  return { ...kind, status: 'passed', ...only(compared), detail };
}

export function failed(
  kind: CheckKind,
  detail: string,
  hint: string,
  compared: Compared = {},
): Check {
  return { ...kind, status: 'failed', ...only(compared), detail, hint };
}

/** The failure of what could not be read. */
export function failedWith(kind: CheckKind, error: IsoError): Check {
  return failed(kind, `${error.code}: ${error.message}`, error.hint);
}

export function notChecked(kind: CheckKind, detail: string, hint?: string): Check {
  return { ...kind, status: 'not checked', detail, ...(hint === undefined ? {} : { hint }) };
}

/** There is nothing that it could be compared with, or nothing of what it is about. */
export function notApplicable(kind: CheckKind, detail: string, compared: Compared = {}): Check {
  return { ...kind, status: 'not applicable', ...only(compared), detail };
}

function only({ wanted, actual }: Compared): { wanted?: string; actual?: string } {
  return {
    ...(wanted === undefined ? {} : { wanted }),
    ...(actual === undefined ? {} : { actual }),
  };
}

/** Judges what was found; what could not be read is not checked, and its own check says why. */
export function ifFound<T>(kind: CheckKind, found: Found<T>, judge: (value: T) => Check): Check {
  if (found.state === 'found') return judge(found.value);
  if (found.state === 'broken') {
    return notChecked(kind, `What it is about could not be read: ${found.error.message}`);
  }
  return notChecked(kind, `It was not looked at: ${found.why}.`, found.hint);
}
