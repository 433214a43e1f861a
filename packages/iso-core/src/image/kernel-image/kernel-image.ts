// A kernel as it lies in an ISO: what it is, and what is packed into it. Only what is asked for is
// read and decompressed.
import type { Architecture } from '../../runtime/index.js';
import type { ByteSource } from '../bytes/index.js';
import type { Compression } from '../compression/index.js';
import { openArm64Image } from './arm64-image.js';
import { isArm64Image, isZboot } from './arm64-header.js';
import { BZIMAGE_HEADER_LENGTH, isBzImage } from './bzimage-header.js';
import { openBzImage } from './bzimage.js';

export interface KernelImage {
  /** For messages: where the kernel was read from. */
  readonly name: string;
  /** `zboot` is arm64's EFI program around a compressed Image. */
  readonly format: 'bzImage' | 'Image' | 'zboot';
  readonly architecture: Architecture;
  /** What `uname -r` prints: `6.1.0-18-amd64`. */
  readonly release: string;
  /** The kernel's own line about itself; on arm64 it begins with `Linux version`. */
  readonly banner: string;
  /** Of the payload, or of the whole file of a compressed arm64 Image. */
  readonly compression: Compression;
  /** The decompressed kernel: an ELF file on amd64, a flat Image on arm64. */
  payload(): AsyncIterable<Uint8Array>;
  /** The kernel's ELF file, as linked but without symbols; `undefined` for a flat Image. */
  vmlinux(): Promise<Uint8Array | undefined>;
  /** The kernel's own config. Error: `KERNEL_WITHOUT_IKCONFIG`. */
  ikconfig(): Promise<string>;
}

/** The most that a decompressed kernel may take: 256 MiB, four times the largest of minikube’s. */
const KERNEL_LIMIT = 256 * 1024 * 1024;

/**
 * Reads the headers of a kernel image (and of an arm64 Image as much as it takes to find its
 * release). `source` must stay open for as long as the result is used.
 * Errors: `NOT_A_KERNEL_IMAGE`, `IMAGE_DECOMPRESSION_BOMB`, `COMPRESSED_DATA_DAMAGED`,
 * `TOOLS_MISSING`, and those of `source`.
 */
export async function readKernelImage(
  source: ByteSource,
  options: { readonly limit?: number } = {},
): Promise<KernelImage> {
  const limit = options.limit ?? KERNEL_LIMIT;
  const start = await source.read(0, Math.min(BZIMAGE_HEADER_LENGTH, source.size));
  // An arm64 Image may look like an EFI program, too: its own magic decides.
  if (isArm64Image(start) || isZboot(start) || !isBzImage(start)) {
    return openArm64Image(source, start, limit);
  }
  return openBzImage(source, start, limit);
}
