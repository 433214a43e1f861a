// Which kernel a source tree is, by its top Makefile, and whether that is the kernel of a release.
import { IsoError } from '../../runtime/index.js';

/**
 * The version in the text of a kernel's top Makefile, as `make kernelversion` prints it: `6.6.95`,
 * `5.10.0-rc1`, or `6.6` where there is no SUBLEVEL; `undefined` when it is not a kernel's Makefile.
 */
export function sourceVersion(makefile: string): string | undefined {
  const head = makefile.slice(0, 4096);
  const value = (name: string) =>
    new RegExp(`^${name}[ \\t]*=[ \\t]*(.*?)[ \\t]*$`, 'm').exec(head)?.[1];
  const [version, patchLevel] = [value('VERSION'), value('PATCHLEVEL')];
  if (version === undefined || patchLevel === undefined) return undefined;
  const subLevel = value('SUBLEVEL') ?? '';
  const text = `${version}.${patchLevel}${subLevel === '' ? '' : `.${subLevel}`}${value('EXTRAVERSION') ?? ''}`;
  return /^\d+\.\d+(\.\d+)?[\w.+~-]*$/.test(text) ? text : undefined;
}

/** Whether a kernel of `release` can come from a source of `version`: the rest is a local version. */
export function isSourceOf(version: string, release: string): boolean {
  return release.startsWith(version) && !/^[\d.]/.test(release.slice(version.length));
}

/** Throws `SOURCE_VERSION_MISMATCH` when the source at `path` is not that of the kernel `release`. */
export function assertSourceOf(version: string, release: string, path: string): void {
  if (isSourceOf(version, release)) return;
  throw new IsoError(
    'SOURCE_VERSION_MISMATCH',
    `The kernel source ${path} is Linux ${version}, but the base's kernel is ${release}`,
    {
      hint: `Give the source of Linux ${/^[\d.]*\d/.exec(release)?.[0] ?? release} in "kernel.source", or leave it out to fetch that.`,
      details: { path, expected: release, found: version },
    },
  );
}

/** The error for a folder or archive that is no kernel source. */
export function notAKernelSource(path: string): IsoError {
  return new IsoError('SOURCE_NOT_A_KERNEL', `${path} holds no Linux kernel source`, {
    hint: 'Its top must have the kernel’s Makefile and Kconfig: give the tarball from kernel.org, or a folder with it unpacked.',
    details: { path },
  });
}
