// Which kernel an ISO boots, by its bytes alone.
import { locateBoot } from '../image/boot/index.js';
import { sha256OfSource, type ByteSource } from '../image/bytes/index.js';
import { openIso } from '../image/iso9660/index.js';
import { openFileOf } from './iso-file.js';

/**
 * The SHA-256 of the kernel that the boot loader of the ISO in `source` starts. It is not unpacked: kernels
 * with the same digest are one kernel, with one config. Errors: those of `inspectIso` but of kernels.
 */
export async function bootedKernelDigest(source: ByteSource): Promise<string> {
  const iso = await openIso(source);
  const { kernel } = await locateBoot(iso);
  return sha256OfSource(await openFileOf(iso, kernel.path));
}
