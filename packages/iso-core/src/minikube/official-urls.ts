// Where official ISOs and kernel tarballs are, on the public servers or on mirrors of them.
import { type Architecture, cleanLine, IsoError } from '../runtime/index.js';
import { below, type Mirrors } from './mirrors.js';
import { assertArchitecture } from './releases/resolve-release.js';
import type { Release } from './releases/release.js';

const ISO_STORE = 'https://storage.googleapis.com/minikube/iso';
const ISO_RELEASES = 'https://github.com/kubernetes/minikube/releases/download';
const KERNEL_STORES = [
  'https://cdn.kernel.org/pub/linux/kernel',
  'https://mirrors.edge.kernel.org/pub/linux/kernel',
];

/**
 * The name of an official ISO: `minikube-v1.25.2.iso`, and from v1.26.0 on `minikube-v1.26.0-amd64.iso`.
 * Throws `RELEASE_WITHOUT_ARCHITECTURE`.
 */
export function officialIsoName(release: Release, architecture: Architecture): string {
  assertArchitecture(release, architecture);
  const suffix = release.layout === 'architectures' ? `-${architecture}` : '';
  return `minikube-${release.isoVersion}${suffix}.iso`;
}

/**
 * The addresses of an official ISO, to be tried in this order: Google's store, then GitHub's releases;
 * or below each mirror, where the store's layout is expected. Throws `RELEASE_WITHOUT_ARCHITECTURE`.
 */
export function officialIsoUrls(
  release: Release,
  architecture: Architecture,
  mirrors: Mirrors = {},
): string[] {
  const name = officialIsoName(release, architecture);
  if (mirrors.iso !== undefined) return mirrors.iso.map((base) => below(base, name));
  return [below(ISO_STORE, name), below(ISO_RELEASES, `${release.isoVersion}/${name}`)];
}

/** The address of the SHA-256 beside a file. */
export function checksumUrl(url: string): string {
  const checksum = new URL(url);
  checksum.pathname += '.sha256';
  return checksum.href;
}

/** `linux-6.6.95.tar.xz`; the first of a series is `linux-6.6`. Throws `KERNEL_VERSION_INVALID`. */
export function kernelTarballName(version: string): string {
  return `linux-${releasedVersion(version)}.tar.xz`;
}

/**
 * The addresses of a kernel's tarball on kernel.org, or below each mirror in the same layout
 * (`v6.x/linux-6.6.95.tar.xz`). Throws `KERNEL_VERSION_INVALID`.
 */
export function kernelTarballUrls(version: string, mirrors: Mirrors = {}): string[] {
  return inSeries(version, kernelTarballName(version), mirrors);
}

/** The addresses of the checksums published in the same folder, signed by kernel.org. */
export function kernelChecksumUrls(version: string, mirrors: Mirrors = {}): string[] {
  return inSeries(version, 'sha256sums.asc', mirrors);
}

function inSeries(version: string, name: string, { kernel }: Mirrors): string[] {
  const [major] = releasedVersion(version).split('.');
  return (kernel ?? KERNEL_STORES).map((base) => below(base, `v${major}.x/${name}`));
}

/** As kernel.org names it: `6.6.0` is `6.6`. */
function releasedVersion(version: string): string {
  const match = /^([3-9]|[1-9]\d)\.(\d{1,3})(?:\.(\d{1,4}))?$/.exec(version);
  if (match === null) {
    throw new IsoError(
      'KERNEL_VERSION_INVALID',
      `kernel.org has no release "${cleanLine(version, 100)}"`,
      {
        hint: 'Released versions look like 6.6.95; for any other kernel give its tarball or folder as "kernel.source".',
        details: { version: cleanLine(version, 100) },
      },
    );
  }
  const [, major, minor, patch = '0'] = match;
  return Number(patch) === 0 ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}
