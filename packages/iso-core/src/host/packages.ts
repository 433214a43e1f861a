// Which package brings which tool, for each package manager that the install hint speaks of.
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
  awk: onLinux('gawk', 'gawk', 'gawk'),
  bash: everywhere('bash'),
  bc: everywhere('bc'),
  bison: everywhere('bison'),
  bzip2: everywhere('bzip2'),
  ccache: everywhere('ccache'),
  cpio: everywhere('cpio'),
  depmod: onLinux('kmod', 'kmod', 'kmod'),
  file: everywhere('file'),
  flex: everywhere('flex'),
  'g++': onLinux('g++', 'gcc-c++', 'gcc'),
  gcc: onLinux('gcc', 'gcc', 'gcc'),
  'gelf.h': onLinux('libelf-dev', 'elfutils-libelf-devel', 'libelf'),
  git: everywhere('git'),
  go: { apt: 'golang-go', dnf: 'golang', pacman: 'go', brew: 'go' },
  gzip: everywhere('gzip'),
  ld: onLinux('binutils', 'binutils', 'binutils'),
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
  'stdio.h': onLinux('libc6-dev', 'glibc-devel', 'glibc'),
  tar: { apt: 'tar', dnf: 'tar', pacman: 'tar', brew: 'gnu-tar' },
  unzip: everywhere('unzip'),
  wget: everywhere('wget'),
  xorriso: { apt: 'xorriso', dnf: 'xorriso', pacman: 'libisoburn', brew: 'xorriso' },
  xz: { apt: 'xz-utils', dnf: 'xz', pacman: 'xz', brew: 'xz' },
  zstd: everywhere('zstd'),
};

/** The package that brings `tool`, if it is known for that manager. */
export function packageFor(tool: string, manager: PackageManager): string | undefined {
  return Object.hasOwn(PACKAGES, tool) ? PACKAGES[tool]?.[manager] : undefined;
}
