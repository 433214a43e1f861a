// QEMU's UEFI firmware for arm64: its machines have none of their own, and every system keeps it elsewhere.
import type { Runner } from '../runtime/index.js';

/** How a tool need names the firmware. */
export const ARM64_FIRMWARE = 'QEMU_EFI.fd';

const PLACES = [
  '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd', // Debian
  '/usr/share/edk2/aarch64/QEMU_EFI.fd', // Fedora, Arch
  '/usr/share/AAVMF/AAVMF_CODE.fd', // Ubuntu, older Fedora
  '/usr/share/edk2-armvirt/aarch64/QEMU_EFI.fd', // older Arch
  '/opt/homebrew/share/qemu/edk2-aarch64-code.fd', // brew on arm64
  '/usr/local/share/qemu/edk2-aarch64-code.fd', // brew on amd64, QEMU built from source
  '/home/linuxbrew/.linuxbrew/share/qemu/edk2-aarch64-code.fd',
  '/usr/share/qemu/edk2-aarch64-code.fd',
];

/** The file of the firmware on the host behind `run`, or `undefined` when it has none that is known. */
export async function findArm64Firmware(
  run: Runner,
  places: readonly string[] = PLACES,
): Promise<string | undefined> {
  // It says no (1, or 2 with GNU) as soon as one of them is missing, and prints the others.
  const ls = { file: 'ls', args: ['-1dL', ...places], okExitCodes: [0, 1, 2] };
  const there = new Set((await run(ls)).stdout.split('\n'));
  return places.find((place) => there.has(place));
}
