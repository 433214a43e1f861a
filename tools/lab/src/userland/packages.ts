// Where the programs of a lab root come from: this system's own packages for amd64, and Debian's arm64
// packages, fetched once into the cache folder, for arm64. The system's own apt state is not touched.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Architecture,
  type Cache,
  IsoError,
  type Progress,
  type Runner,
  digestOf,
  inStep,
} from 'iso-core';

/** Packages that this system must have; an arm64 root follows their versions. */
const FOLLOWED = [
  ...['busybox-static', 'grub-common', 'iproute2', 'iptables', 'kmod', 'libc6', 'libssl3'],
];

/** What an arm64 ISO is made of: programs, the libraries that they need, and its boot loader. */
const ARM64_PACKAGES = [
  ...['busybox-static', 'grub-efi-arm64-bin', 'iproute2', 'iptables', 'kmod'],
  ...['libbpf1', 'libbsd0', 'libc6', 'libcap2', 'libelf1', 'libip4tc2', 'libip6tc2', 'liblzma5'],
  ...['libmd0', 'libmnl0'],
  ...['libssl3', 'libxtables12', 'libzstd1', 'zlib1g'],
];

export interface PackagesOptions {
  readonly run: Runner;
  readonly cache: Cache;
  readonly progress: Progress;
}

/**
 * A folder in which the packages of `architecture` are unpacked, for reading. Needs the network the
 * first time that it is asked for arm64, and again when this system's packages have new versions.
 * Rejects with `PACKAGES_NOT_AVAILABLE`.
 */
export async function packagesRoot(
  architecture: Architecture,
  { run, cache, progress }: PackagesOptions,
): Promise<string> {
  if (architecture === 'amd64') return '/';
  const versions = await run({ file: 'dpkg-query', args: ['-W', ...FOLLOWED] });
  const key = `${architecture}-${digestOf([ARM64_PACKAGES, versions.stdout]).slice(0, 16)}`;
  const { folder } = await cache.stage('lab-packages', key, (target) =>
    inStep(progress, 'Fetching the arm64 packages', () => fetchPackages(run, target)),
  );
  return folder;
}

async function fetchPackages(run: Runner, target: string): Promise<void> {
  const apt = join(target, '.apt');
  const downloads = join(apt, 'downloads');
  await mkdir(downloads, { recursive: true });
  await mkdir(join(apt, 'state/lists/partial'), { recursive: true });
  await mkdir(join(apt, 'cache/archives/partial'), { recursive: true });
  await writeFile(join(apt, 'status'), '');
  const options = privateApt(apt);
  try {
    // Sources of other architectures alone may fail here; what counts is the download.
    await run({ file: 'apt-get', args: [...options, 'update'], okExitCodes: [0, 100] });
    const args = [...options, 'download', ...ARM64_PACKAGES];
    await run({ file: 'apt-get', args, cwd: downloads });
  } catch (cause) {
    throw new IsoError(
      'PACKAGES_NOT_AVAILABLE',
      'The arm64 packages of the lab could not be fetched.',
      {
        hint: 'Check that apt-get can reach a Debian archive that offers arm64, then run this again.',
        cause,
        details: { packages: ARM64_PACKAGES },
      },
    );
  }
  for (const name of (await readdir(downloads)).sort()) {
    await run({ file: 'dpkg-deb', args: ['--extract', join(downloads, name), target] });
  }
  await rm(apt, { recursive: true });
}

/** Options that give apt-get a state of its own, for arm64, from the system's own sources. */
function privateApt(folder: string): string[] {
  const settings = {
    'APT::Architecture': 'arm64',
    'APT::Architectures': 'arm64',
    'APT::Sandbox::User': 'root',
    'Dir::Cache': join(folder, 'cache'),
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'status'),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}
