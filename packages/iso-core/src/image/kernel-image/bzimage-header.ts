// The x86 setup header (the kernel's Documentation/arch/x86/boot.rst): where in a bzImage the
// compressed kernel and the version string are.
import { notAKernelImage } from './problems.js';

/** How much of the file {@link parseBzImageHeader} wants. */
export const BZIMAGE_HEADER_LENGTH = 0x250;

const SECTOR = 512;
const BOOT_FLAG = 0x1fe;
const HEADER_MAGIC = 0x202;
const PROTOCOL = 0x206;
const KERNEL_VERSION = 0x20e;
const XLOADFLAGS = 0x236;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;

export interface BzImageHeader {
  /** Major version in the high byte, minor in the low one: 0x020f is 2.15. */
  readonly protocol: number;
  /** Offset of the version string in the file; it ends with a zero byte. */
  readonly versionOffset: number;
  /** Where the version string must have ended. */
  readonly setupEnd: number;
  /** Offset and length of the compressed kernel in the file, in bytes. */
  readonly payloadOffset: number;
  readonly payloadLength: number;
}

/** Whether the file that begins with `start` is a bzImage of some kind. */
export function isBzImage(start: Uint8Array): boolean {
  return (
    start.length >= BZIMAGE_HEADER_LENGTH &&
    start[BOOT_FLAG] === 0x55 &&
    start[BOOT_FLAG + 1] === 0xaa &&
    Buffer.from(start.subarray(HEADER_MAGIC, HEADER_MAGIC + 4)).toString('latin1') === 'HdrS'
  );
}

/**
 * The header of the bzImage `name` of `size` bytes that begins with `start`. Errors:
 * `NOT_A_KERNEL_IMAGE` for a boot protocol before 2.08, a 32-bit kernel, and places past the end.
 */
export function parseBzImageHeader(start: Uint8Array, size: number, name: string): BzImageHeader {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const protocol = view.getUint16(PROTOCOL, true);
  if (protocol < 0x0208) {
    throw notAKernelImage(name, `one of boot protocol ${version(protocol)}, before 2.08`);
  }
  // xloadflags came with 2.12; its bit 0 is XLF_KERNEL_64.
  if (protocol >= 0x020c && (view.getUint16(XLOADFLAGS, true) & 1) === 0) {
    throw notAKernelImage(name, 'a 32-bit x86 kernel');
  }
  const setupSectors = view.getUint8(0x1f1) || 4;
  const setupEnd = (setupSectors + 1) * SECTOR;
  const payloadOffset = setupEnd + view.getUint32(PAYLOAD_OFFSET, true);
  const payloadLength = view.getUint32(PAYLOAD_LENGTH, true);
  const versionOffset = view.getUint16(KERNEL_VERSION, true) + SECTOR;
  if (payloadLength < 8 || payloadOffset + payloadLength > size) {
    throw notAKernelImage(
      name,
      `a bzImage whose ${payloadLength} bytes at offset ${payloadOffset} reach past its end at ${size}`,
    );
  }
  if (versionOffset === SECTOR || versionOffset >= setupEnd) {
    throw notAKernelImage(name, 'a bzImage without a version string');
  }
  return { protocol, versionOffset, setupEnd, payloadOffset, payloadLength };
}

function version(protocol: number): string {
  return `${protocol >>> 8}.${String(protocol & 0xff).padStart(2, '0')}`;
}
