// The architecture of a kernel file from its first bytes, and that of an EFI loader from its name.
import type { Architecture } from '../../runtime/index.js';

/** How many bytes {@link kernelArchitecture} looks at. */
export const KERNEL_HEAD = 1024;

const PE_MACHINES: Readonly<Record<number, Architecture>> = { 0x8664: 'amd64', 0xaa64: 'arm64' };

/**
 * Looks for x86's `HdrS` (Documentation/arch/x86/boot.rst), arm64's `ARM\x64`
 * (Documentation/arch/arm64/booting.rst), and the machine of a PE header; undefined for a kernel that
 * is compressed as a whole.
 */
export function kernelArchitecture(head: Uint8Array): Architecture | undefined {
  const buffer = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (buffer.toString('latin1', 0x38, 0x3c) === 'ARMd') return 'arm64';
  if (buffer.toString('latin1', 0x202, 0x206) === 'HdrS') return 'amd64';
  if (buffer.toString('latin1', 0, 2) !== 'MZ' || buffer.byteLength < 0x40) return undefined;
  const pe = buffer.readUInt32LE(0x3c);
  if (pe + 6 > buffer.byteLength || buffer.toString('latin1', pe, pe + 4) !== 'PE\0\0') {
    return undefined;
  }
  return PE_MACHINES[buffer.readUInt16LE(pe + 4)];
}

/** The loaders of removable media (UEFI specification §3.5.1.1). */
export const EFI_LOADERS: Readonly<Record<Architecture, string>> = {
  amd64: '/EFI/BOOT/BOOTX64.EFI',
  arm64: '/EFI/BOOT/BOOTAA64.EFI',
};
