// The headers of arm64 kernels: the Image itself (the kernel's Documentation/arch/arm64/booting.rst)
// and the EFI program that carries a compressed one (drivers/firmware/efi/libstub/zboot-header.S).
import { notAKernelImage } from './problems.js';

/** How much of the file these functions want. */
export const ARM64_HEADER_LENGTH = 0x40;

const MAGIC = 0x38;
const FLAGS = 0x18;

/** Whether `start` begins an arm64 Image. */
export function isArm64Image(start: Uint8Array): boolean {
  return start.length >= ARM64_HEADER_LENGTH && text(start, MAGIC, 4) === 'ARM\x64';
}

/** Rejects an arm64 Image that is not little endian: `NOT_A_KERNEL_IMAGE`. */
export function checkArm64Image(start: Uint8Array, name: string): void {
  if (((start[FLAGS] ?? 0) & 1) === 1) throw notAKernelImage(name, 'a big-endian arm64 Image');
}

/** Whether `start` begins an EFI zboot image. */
export function isZboot(start: Uint8Array): boolean {
  return (
    start.length >= ARM64_HEADER_LENGTH &&
    text(start, 0, 2) === 'MZ' &&
    text(start, 4, 4) === 'zimg'
  );
}

/**
 * Offset and length in bytes of the compressed Image in the zboot image `name` of `size` bytes.
 * Errors: `NOT_A_KERNEL_IMAGE` when they reach past the end.
 */
export function parseZbootHeader(
  start: Uint8Array,
  size: number,
  name: string,
): { readonly payloadOffset: number; readonly payloadLength: number } {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const payloadOffset = view.getUint32(8, true);
  const payloadLength = view.getUint32(12, true);
  if (payloadLength < 8 || payloadOffset + payloadLength > size) {
    throw notAKernelImage(
      name,
      `an EFI zboot image whose ${payloadLength} bytes at offset ${payloadOffset} reach past its end at ${size}`,
    );
  }
  return { payloadOffset, payloadLength };
}

function text(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.subarray(offset, offset + length)).toString('latin1');
}
