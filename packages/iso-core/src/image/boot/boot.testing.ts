// Bootable ISOs for tests, shaped like minikube's, with kernels that are nothing but a header.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture } from '../../runtime/index.js';
import { isoBytes, run, type Tree } from '../iso9660/iso.testing.js';

export const ISOLINUX_BIN = readFileSync('/usr/lib/ISOLINUX/isolinux.bin');

export const BIOS = [
  ...['-b', 'isolinux/isolinux.bin', '-c', 'isolinux/boot.cat'],
  ...['-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'],
];
export const EFI = ['-e', 'efi.img', '-no-emul-boot'];

/** A file that begins like a kernel; `seed` makes it another one. */
export function fakeKernel(architecture: Architecture, seed = 1, size = 20_000): Buffer {
  const kernel = Buffer.alloc(size, seed);
  if (architecture === 'amd64') kernel.write('HdrS', 0x202, 'latin1');
  else kernel.write('ARM\x64', 0x38, 'latin1');
  return kernel;
}

export const ISOLINUX_CFG = `default 1
label 1
      kernel /boot/bzImage
      initrd /boot/initrd
      append root=/dev/sr0 loglevel=3
`;

export const GRUB_CFG = `set default="0"
set timeout="0"

menuentry "Buildroot" {
  # The console depends on the driver.
  linux /boot/bzimage console=tty0 console=ttyAMA0
  initrd /boot/initrd # rootfs
}
`;

/** Shaped like minikube's x86_64 ISO: isolinux, started by a BIOS. */
export function amd64Tree(changes: Tree = {}): Tree {
  return {
    'isolinux/isolinux.bin': ISOLINUX_BIN,
    'isolinux/isolinux.cfg': ISOLINUX_CFG,
    'boot/bzImage': fakeKernel('amd64'),
    'boot/initrd': 'the initrd',
    ...changes,
  };
}

/** Shaped like minikube's arm64 ISO: GRUB in an EFI boot image, its config there and on the ISO. */
export function arm64Tree(parent: string, changes: Tree = {}, efiChanges: Tree = {}): Tree {
  const efi = { 'EFI/BOOT/bootaa64.efi': 'GRUB', 'EFI/BOOT/grub.cfg': GRUB_CFG };
  return {
    'efi.img': fatImage(parent, { ...efi, ...efiChanges }, { label: 'EFIBOOTISO' }),
    'EFI/BOOT/bootaa64.efi': 'GRUB',
    'EFI/BOOT/grub.cfg': GRUB_CFG,
    'boot/bzimage': fakeKernel('arm64'),
    'boot/initrd': 'the initrd',
    ...changes,
  };
}

/** The tree without one of its files. */
export function without(tree: Tree, path: string): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([name]) => name !== path));
}

export function amd64Iso(parent: string, changes?: Tree): Buffer {
  return isoBytes(parent, amd64Tree(changes), ['-R', '-J', ...BIOS]);
}

export function arm64Iso(parent: string, changes?: Tree, efiChanges?: Tree): Buffer {
  const tree = arm64Tree(parent, changes, efiChanges);
  return isoBytes(parent, tree, ['-R', '-J', '-V', 'EFIBOOTISO', ...EFI]);
}

interface FatOptions {
  readonly bits?: 12 | 16 | 32;
  readonly kibibytes?: number;
  readonly label?: string;
  /** Sectors of 512 bytes in a cluster. */
  readonly perCluster?: number;
}

/** A FAT file system of `mkfs.vfat` with files and folders put into it by mtools. */
export function fatImage(parent: string, tree: Tree, options: FatOptions = {}): Buffer {
  const { bits, kibibytes = 512, label = 'ESP', perCluster } = options;
  const folder = mkdtempSync(join(parent, 'fat-'));
  const image = join(folder, 'fat.img');
  run('mkfs.vfat', [
    ...['-C', '-i', '1A2B3C4D', '-n', label],
    ...(bits === undefined ? [] : ['-F', `${bits}`]),
    ...(perCluster === undefined ? [] : ['-s', `${perCluster}`]),
    ...[image, `${kibibytes}`],
  ]);
  const folders = new Set<string>();
  for (const [path, content] of Object.entries(tree)) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      folders.add(parts.slice(0, depth).join('/'));
    }
    if (content === null) folders.add(path);
  }
  if (folders.size > 0) run('mmd', ['-i', image, ...[...folders].map((path) => `::${path}`)]);
  for (const [path, content] of Object.entries(tree)) {
    if (typeof content !== 'string' && !(content instanceof Uint8Array)) continue;
    const file = join(folder, 'content');
    writeFileSync(file, content);
    run('mcopy', ['-i', image, file, `::${path}`]);
  }
  const bytes = readFileSync(image);
  rmSync(folder, { recursive: true });
  return bytes;
}
