// Which package brings which tool, for each package manager that the install hint speaks of.
import { machineName, type Architecture } from '../runtime/index.js';
import { isReachingLauncher } from '../spec/index.js';
import { ARM64_FIRMWARE } from './firmware.js';
import type { PackageManager } from './package-manager.js';

type Packages = Readonly<Partial<Record<PackageManager, string>>>;

const everywhere = (name: string): Packages => ({ apt: name, dnf: name, pacman: name, brew: name });
const onLinux = (apt: string, dnf: string, pacman: string): Packages => ({ apt, dnf, pacman });

const PACKAGES: Readonly<Record<string, Packages>> = {
  [ARM64_FIRMWARE]: {
    apt: 'qemu-efi-aarch64',
    dnf: 'edk2-aarch64',
    pacman: 'edk2-aarch64',
    brew: 'qemu',
  },
  'aarch64-linux-gnu-gcc': onLinux(
    'gcc-aarch64-linux-gnu',
    'gcc-aarch64-linux-gnu',
    'aarch64-linux-gnu-gcc',
  ),
  'aarch64-linux-gnu-ld': onLinux(
    'binutils-aarch64-linux-gnu',
    'binutils-aarch64-linux-gnu',
    'aarch64-linux-gnu-binutils',
  ),
  'x86_64-linux-gnu-gcc': { apt: 'gcc-x86-64-linux-gnu', dnf: 'gcc-x86_64-linux-gnu' },
  'x86_64-linux-gnu-ld': { apt: 'binutils-x86-64-linux-gnu', dnf: 'binutils-x86_64-linux-gnu' },
  '7z': { apt: 'p7zip-full', dnf: 'p7zip-plugins', pacman: '7zip' },
  automake: everywhere('automake'),
  awk: onLinux('gawk', 'gawk', 'gawk'),
  bash: everywhere('bash'),
  bc: everywhere('bc'),
  bison: everywhere('bison'),
  bzip2: everywhere('bzip2'),
  ccache: everywhere('ccache'),
  cmake: everywhere('cmake'),
  cpio: everywhere('cpio'),
  depmod: onLinux('kmod', 'kmod', 'kmod'),
  diff: everywhere('diffutils'),
  distcc: everywhere('distcc'),
  file: everywhere('file'),
  find: everywhere('findutils'),
  flex: everywhere('flex'),
  'g++': onLinux('g++', 'gcc-c++', 'gcc'),
  gcc: onLinux('gcc', 'gcc', 'gcc'),
  'gelf.h': onLinux('libelf-dev', 'elfutils-libelf-devel', 'libelf'),
  git: everywhere('git'),
  go: { apt: 'golang-go', dnf: 'golang', pacman: 'go', brew: 'go' },
  gpg: { apt: 'gnupg', dnf: 'gnupg2', pacman: 'gnupg', brew: 'gnupg' },
  gzip: everywhere('gzip'),
  icecc: { apt: 'icecc', dnf: 'icecream' },
  ld: onLinux('binutils', 'binutils', 'binutils'),
  libtoolize: everywhere('libtool'),
  lz4: everywhere('lz4'),
  lzma: onLinux('xz-utils', 'xz-lzma-compat', 'xz'),
  lzop: everywhere('lzop'),
  make: everywhere('make'),
  mcopy: everywhere('mtools'),
  openssl: everywhere('openssl'),
  'openssl/evp.h': onLinux('libssl-dev', 'openssl-devel', 'openssl'),
  pahole: onLinux('dwarves', 'dwarves', 'pahole'),
  patch: everywhere('patch'),
  perl: { apt: 'perl', dnf: 'perl-interpreter', pacman: 'perl', brew: 'perl' },
  python3: { apt: 'python3', dnf: 'python3', pacman: 'python', brew: 'python3' },
  'qemu-system-aarch64': {
    apt: 'qemu-system-arm',
    dnf: 'qemu-system-aarch64',
    pacman: 'qemu-system-aarch64',
    brew: 'qemu',
  },
  'qemu-system-x86_64': {
    apt: 'qemu-system-x86',
    dnf: 'qemu-system-x86',
    pacman: 'qemu-system-x86',
    brew: 'qemu',
  },
  rsync: everywhere('rsync'),
  sccache: everywhere('sccache'),
  sed: { apt: 'sed', dnf: 'sed', pacman: 'sed', brew: 'gnu-sed' },
  'stdio.h': onLinux('libc6-dev', 'glibc-devel', 'glibc'),
  tar: { apt: 'tar', dnf: 'tar', pacman: 'tar', brew: 'gnu-tar' },
  unzip: everywhere('unzip'),
  wget: everywhere('wget'),
  which: { apt: 'debianutils', dnf: 'which', pacman: 'which' },
  xorriso: { apt: 'xorriso', dnf: 'xorriso', pacman: 'libisoburn', brew: 'xorriso' },
  xz: { apt: 'xz-utils', dnf: 'xz', pacman: 'xz', brew: 'xz' },
  zstd: everywhere('zstd'),
};

/** The package that brings `tool`, if it is known for that manager. */
export function packageFor(tool: string, manager: PackageManager): string | undefined {
  return Object.hasOwn(PACKAGES, tool) ? PACKAGES[tool]?.[manager] : undefined;
}

/** What no single tool stands for. */
const BESIDES = ['build-essential', 'ca-certificates', 'gpgv'];

/** The Debian packages with which a machine of `architecture` has every tool that a build may ask for. */
export function builderPackages(architecture: Architecture): string[] {
  const isOfBuilds = (tool: string) =>
    tool !== ARM64_FIRMWARE &&
    !tool.startsWith('qemu-') &&
    // Those are of builds on this computer.
    !isReachingLauncher(tool) &&
    !tool.startsWith(`${machineName(architecture)}-linux-gnu-`);
  const packages = Object.entries(PACKAGES).flatMap(([tool, { apt }]) =>
    apt !== undefined && isOfBuilds(tool) ? apt : [],
  );
  return [...new Set([...BESIDES, ...packages])].sort();
}
