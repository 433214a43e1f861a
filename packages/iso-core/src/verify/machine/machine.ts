// The QEMU machines that ISOs boot on, and the command that runs one with its console on standard output.
import { resolve } from 'node:path';
import { machineName, type Architecture, type Command } from '../../runtime/index.js';

/** How a machine's instructions are carried out: by emulation, or by the processor itself. */
export type Accelerator = 'tcg' | 'kvm';

/** What a machine starts from: the boot loader of an ISO, or a kernel that is handed to it. */
export type MachineBoot =
  | {
      readonly iso: string;
      /** The file of the UEFI firmware; without one it is the BIOS that QEMU brings. */
      readonly firmware?: string;
    }
  | { readonly kernel: string; readonly initrd?: string; readonly commandLine: string };

/** A raw disk: the serial number that the guest sees, and the file. What is written need not last. */
export interface MachineDisk {
  readonly serial: string;
  readonly path: string;
}

export interface Machine {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  readonly memoryMiB: number;
  /** Default: 1. */
  readonly processors?: number;
  readonly boot: MachineBoot;
  readonly disks?: readonly MachineDisk[];
  /** Whether the guest has a virtio console (`hvc0`) too; both show on the same output. */
  readonly virtioConsole?: boolean;
}

/** QEMU's program for an architecture. */
export function qemuProgram(architecture: Architecture): string {
  return `qemu-system-${machineName(architecture)}`;
}

/** The name of the first serial port, which is the console that a machine shows. */
export function consoleOf(architecture: Architecture): 'ttyS0' | 'ttyAMA0' {
  return architecture === 'amd64' ? 'ttyS0' : 'ttyAMA0';
}

/**
 * The command that runs `machine`: its serial console on standard output, QEMU's own messages on standard
 * error. It ends with exit code 0 when the guest restarts or powers off. The guest has no network.
 */
export function qemuCommand(machine: Machine): Command {
  const { memoryMiB, processors = 1 } = machine;
  return {
    file: qemuProgram(machine.architecture),
    args: [
      ...hardware(machine),
      // Each on a socket of its own: a kernel without ACPI finds no second core of one.
      ...['-m', `${memoryMiB}`, '-smp', `${processors},sockets=${processors}`],
      ...['-no-user-config', '-nodefaults', '-display', 'none', '-monitor', 'none'],
      ...['-nic', 'none', '-no-reboot'],
      ...consoles(machine),
      // Else an old kernel's userspace waits for minutes until it has random numbers.
      ...['-device', 'virtio-rng-pci'],
      ...bootArguments(machine),
      ...(machine.disks ?? []).flatMap(({ serial, path }, index) => [
        '-drive',
        `if=none,id=disk${index},format=raw,cache=unsafe,file=${fileValue(path)}`,
        '-device',
        `virtio-blk-pci,drive=disk${index},serial=${serial}`,
      ]),
    ],
  };
}

function hardware({ architecture, accelerator }: Machine): string[] {
  const isKvm = accelerator === 'kvm';
  if (architecture === 'amd64') {
    // Without graphics the BIOS, and with it isolinux, writes to the serial port.
    const type = `pc,accel=${accelerator},graphics=off`;
    // `max`: today's userland is compiled for more than QEMU's default processor knows.
    return ['-machine', type, '-cpu', isKvm ? 'host' : 'max'];
  }
  // By device tree: every arm64 kernel knows it, not every one knows ACPI.
  const type = `virt,accel=${accelerator},acpi=off${isKvm ? ',gic-version=host' : ''}`;
  // Not `max`: kernels before 5.12 do not come up on it, and its pointer authentication is slow.
  return ['-machine', type, '-cpu', isKvm ? 'host' : 'cortex-a57'];
}

function consoles({ virtioConsole }: Machine): string[] {
  const chardev = (more: string) => ['-chardev', `stdio,id=console,signal=off${more}`];
  if (virtioConsole !== true) return [...chardev(''), '-serial', 'chardev:console'];
  return [
    ...chardev(',mux=on'),
    ...['-serial', 'chardev:console'],
    ...['-device', 'virtio-serial-pci', '-device', 'virtconsole,chardev=console'],
  ];
}

function bootArguments({ architecture, boot }: Machine): string[] {
  if ('kernel' in boot) {
    const initrd = boot.initrd === undefined ? [] : ['-initrd', resolve(boot.initrd)];
    return ['-kernel', resolve(boot.kernel), ...initrd, '-append', boot.commandLine];
  }
  // Raw, whatever its bytes look like: an image format could name files of this machine.
  const drive = `if=none,id=iso,media=cdrom,readonly=on,format=raw,file=${fileValue(boot.iso)}`;
  return [
    ...(boot.firmware === undefined ? [] : ['-bios', resolve(boot.firmware)]),
    ...['-drive', drive],
    ...cdDrive(architecture),
  ];
}

function cdDrive(architecture: Architecture): string[] {
  // AHCI, as in VirtualBox: a BIOS reads an initrd from IDE in three times as long.
  return architecture === 'amd64'
    ? ['-device', 'ich9-ahci,id=ahci', '-device', 'ide-cd,bus=ahci.0,drive=iso,bootindex=0']
    : ['-device', 'virtio-scsi-pci', '-device', 'scsi-cd,drive=iso,bootindex=0'];
}

/** A file as a value of a comma separated option; absolute, so that no part of it reads as a protocol. */
function fileValue(path: string): string {
  return resolve(path).replaceAll(',', ',,');
}
