// Names of modules: `kernel/net/sched/sch_prio.ko` below a modules folder is the module `sch_prio`.
import { IsoError } from '../../runtime/index.js';

const SUFFIX = /\.ko(\.(gz|xz|zst))?$/;
// What would break the lines of modules.dep, or lead out of the folder, is no name here.
const NAME = /^[^\s/:\\\p{Cc}]{1,255}$/u;

/** Whether `path` ends as modules do, packed ones included. */
export function isModulePath(path: string): boolean {
  return SUFFIX.test(path);
}

/** The module's name as the kernel and modprobe know it: dashes are underscores to them. */
export function moduleName(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(SUFFIX, '').replaceAll('-', '_');
}

/** `MODULE_PATH_INVALID` unless `path` is relative, plain and a module's. */
export function checkModulePath(path: string): void {
  const names = path.split('/');
  const plain = names.every((name) => NAME.test(name) && name !== '.' && name !== '..');
  if (plain && isModulePath(path)) return;
  throw new IsoError('MODULE_PATH_INVALID', `${JSON.stringify(path)} is no path of a module`, {
    hint: 'A module lies below the modules folder and its name ends in .ko.',
    details: { path },
  });
}

/** `KERNEL_RELEASE_INVALID` unless `release` can be the name of a folder (`6.6.95`, `6.1.0-rc2+`). */
export function checkRelease(release: string): void {
  if (/^[0-9A-Za-z][\w.+~-]{0,63}$/.test(release)) return;
  throw new IsoError(
    'KERNEL_RELEASE_INVALID',
    `${JSON.stringify(release)} is no kernel release, expected one such as "6.6.95"`,
    { hint: 'The kernel image is damaged, or made to harm.', details: { release } },
  );
}
