// What a file that should be a kernel can be instead.
import { IsoError } from '../../runtime/index.js';

/** `NOT_A_KERNEL_IMAGE`: `found` says what there is instead. */
export function notAKernelImage(name: string, found: string): IsoError {
  return new IsoError(
    'NOT_A_KERNEL_IMAGE',
    `${name}: expected an x86_64 bzImage or an arm64 Image, found ${found}`,
    {
      hint: 'Check that the boot loader’s own config names this file as its kernel, and that the image is whole.',
      details: { name, found },
    },
  );
}

/** `KERNEL_WITHOUT_IKCONFIG`. */
export function kernelWithoutIkconfig(name: string, release: string): IsoError {
  return new IsoError(
    'KERNEL_WITHOUT_IKCONFIG',
    `${name}: the kernel ${release} does not carry its own config (expected CONFIG_IKCONFIG=y)`,
    {
      hint: 'Take a base ISO whose kernel has IKCONFIG=y: as m it leaves nothing in the image.',
      details: { name, release },
    },
  );
}
