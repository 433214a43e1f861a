// The Debian packages that building and verifying ISOs take, on a machine of amd64.
import type { Architecture } from 'iso-core';

/** The kernel's tool chain with every tool that an option may ask for, ccache, and what writes ISOs. */
const BUILDING: readonly string[] = [
  'bc',
  'binutils',
  'bison',
  'bzip2',
  'ccache',
  'cpio',
  'dwarves',
  'flex',
  'gawk',
  'gcc',
  'gzip',
  'kmod',
  'libc6-dev',
  'libelf-dev',
  'libssl-dev',
  'lz4',
  'lzop',
  'make',
  'mtools',
  'openssl',
  'perl',
  'tar',
  'xorriso',
  'xz-utils',
  'zstd',
];

/** The cross compiler, and QEMU with its firmware. */
const FOR: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['qemu-system-x86'],
  arm64: [
    'binutils-aarch64-linux-gnu',
    'gcc-aarch64-linux-gnu',
    'qemu-efi-aarch64',
    'qemu-system-arm',
  ],
};

/** Sorted, each once. */
export function debianPackages(architectures: Iterable<Architecture>): string[] {
  return [...BUILDING, ...[...new Set(architectures)].flatMap((each) => FOR[each])].sort();
}
