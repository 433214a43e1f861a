// How much memory a machine needs to boot an ISO.

const MEBIBYTE = 1024 ** 2;

/** Kernel, page cache and what the first programs take. */
const SLACK_MIB = 192;
const LEAST_MIB = 256;
const STEP_MIB = 64;
/** Of an initrd that was not unpacked: what a root of programs and libraries packs to, at worst. */
const UNPACKED_PER_PACKED = 5;

export interface InitrdSizes {
  /** Bytes of the initrd as it lies on the ISO. */
  readonly packed: number;
  /** Bytes of the files in it; when it was not read, it is guessed from `packed`. */
  readonly unpacked?: number;
}

/**
 * Memory in MiB for a guest with that initrd: twice what is packed and unpacked, since both are there
 * while the kernel unpacks, a boot loader or UEFI may hold a copy, and a root on tmpfs may fill half of
 * the memory at most; and some more to run in. At least 256, a multiple of 64.
 */
export function defaultMemoryMiB({ packed, unpacked }: InitrdSizes): number {
  const content = packed + (unpacked ?? packed * UNPACKED_PER_PACKED);
  const needed = (2 * content) / MEBIBYTE + SLACK_MIB;
  return Math.max(LEAST_MIB, Math.ceil(needed / STEP_MIB) * STEP_MIB);
}
