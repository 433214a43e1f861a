// Whether a kernel can read a member at all: that is a matter of its configuration.
import { IsoError } from '../../runtime/index.js';
import { kernelOptionOf, type InitrdCompression } from './compression-magic.js';

/** The value of a kernel option without its prefix: `y`, `m`, `n`, … */
export type ConfigValueOf = (option: string) => string;

/** `INITRD_COMPRESSION_NOT_READ` unless a kernel with this config unpacks `compression`. */
export function checkKernelReads(
  compression: InitrdCompression,
  configValueOf: ConfigValueOf,
): void {
  if (compression === 'none') return;
  const option = kernelOptionOf(compression);
  const found = configValueOf(option);
  if (found === 'y') return;
  throw new IsoError(
    'INITRD_COMPRESSION_NOT_READ',
    `The initrd ends in ${compression}, which this kernel does not unpack: expected ${option}=y, found ${found}`,
    {
      hint: `Require ${option} in the spec, or start from a base ISO whose kernel has it.`,
      details: { compression, option, found },
    },
  );
}
