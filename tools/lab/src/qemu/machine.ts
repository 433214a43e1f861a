// The QEMU machines that a lab ISO boots on. Always emulation (tcg): a /dev/kvm may be there and hang.
import type { Architecture, Command } from 'iso-core';

/** What a machine starts from: its own boot loader on an ISO, or a kernel and an initrd given to it. */
export type Boot =
  | { readonly iso: string }
  | { readonly kernel: string; readonly initrd: string; readonly append: string };

export interface Machine {
  readonly architecture: Architecture;
  readonly boot: Boot;
  /** Raw disks: the serial number that the guest sees, and the file. */
  readonly disks?: readonly { readonly serial: string; readonly path: string }[];
}

/** The guest's memory in MiB: enough for a lab initrd, unpacked, and its page cache. */
const MEMORY = 256;

/** Debian's UEFI firmware for arm64 (package qemu-efi-aarch64). */
const ARM64_FIRMWARE = '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd';

/** The name of the first serial port, where the kernel's console goes. */
export function consoleOf(architecture: Architecture): 'ttyS0' | 'ttyAMA0' {
  return architecture === 'amd64' ? 'ttyS0' : 'ttyAMA0';
}

/** The command that runs `machine` with its console on standard output; a guest's reboot ends it. */
export function qemuCommand({ architecture, boot, disks = [] }: Machine): Command {
  return {
    file: architecture === 'amd64' ? 'qemu-system-x86_64' : 'qemu-system-aarch64',
    args: [
      ...hardware(architecture),
      ...['-m', `${MEMORY}`, '-nodefaults', '-display', 'none', '-monitor', 'none'],
      ...['-serial', 'stdio', '-nic', 'none', '-no-reboot'],
      ...bootArguments(architecture, boot),
      ...disks.flatMap(({ serial, path }, index) => [
        '-drive',
        `if=none,id=disk${index},format=raw,file=${escaped(path)}`,
        '-device',
        `virtio-blk-pci,drive=disk${index},serial=${serial}`,
      ]),
    ],
  };
}

function hardware(architecture: Architecture): string[] {
  return architecture === 'amd64'
    ? ['-machine', 'pc,accel=tcg', '-cpu', 'qemu64']
    : // The lab's kernel knows no ACPI: without acpi=off it finds no device at all.
      ['-machine', 'virt,accel=tcg,acpi=off', '-cpu', 'cortex-a57'];
}

function bootArguments(architecture: Architecture, boot: Boot): string[] {
  if ('kernel' in boot) {
    return ['-kernel', boot.kernel, '-initrd', boot.initrd, '-append', boot.append];
  }
  if (architecture === 'amd64') return ['-cdrom', boot.iso];
  const drive = `if=none,id=iso,media=cdrom,readonly=on,format=raw,file=${escaped(boot.iso)}`;
  return [
    ...['-bios', ARM64_FIRMWARE],
    ...['-device', 'virtio-scsi-pci', '-drive', drive, '-device', 'scsi-cd,drive=iso,bootindex=0'],
  ];
}

/** A path as a value of one of QEMU's comma separated options. */
function escaped(path: string): string {
  return path.replaceAll(',', ',,');
}
