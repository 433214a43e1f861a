// Which compilers build which kernels. A kernel is older than the compilers that come after it: their
// new warnings are errors in its host tools, and new assemblers leave out what its objtool looks for.
import { IsoError } from '../../runtime/index.js';
import { isInKernelRange, type KernelRange } from '../../spec/index.js';
import type { Toolchain } from './toolchain.js';

interface CompilerRange {
  readonly kernels: KernelRange;
  /** Major versions of gcc, both inside. */
  readonly oldest: number;
  readonly newest: number;
}

/**
 * The first range that a kernel is in counts. Where a series has two, its later releases have
 * upstream's fixes for newer compilers: of libsubcmd for gcc 12 (5.17; 4.19.231, 5.4.181, 5.10.102,
 * 5.15.25) and of the boot code for gcc 15 (6.15; 6.1.140, 6.6.90, 6.12.30).
 */
const RANGES: readonly CompilerRange[] = [
  { kernels: { before: '4.19' }, oldest: 5, newest: 9 },
  { kernels: { from: '4.19', before: '4.19.231' }, oldest: 5, newest: 9 },
  { kernels: { from: '4.19.231', before: '4.20' }, oldest: 5, newest: 12 },
  { kernels: { from: '4.20', before: '5.4' }, oldest: 5, newest: 9 },
  { kernels: { from: '5.4', before: '5.4.181' }, oldest: 5, newest: 10 },
  { kernels: { from: '5.4.181', before: '5.5' }, oldest: 5, newest: 12 },
  { kernels: { from: '5.5', before: '5.10' }, oldest: 5, newest: 10 },
  { kernels: { from: '5.10.102', before: '5.11' }, oldest: 5, newest: 13 },
  { kernels: { from: '5.15.25', before: '5.16' }, oldest: 5, newest: 13 },
  { kernels: { from: '5.10', before: '5.17' }, oldest: 5, newest: 11 },
  { kernels: { from: '5.17', before: '6.1' }, oldest: 5, newest: 13 },
  { kernels: { from: '6.1.140', before: '6.2' }, oldest: 5, newest: 15 },
  { kernels: { from: '6.6.90', before: '6.7' }, oldest: 5, newest: 15 },
  { kernels: { from: '6.12.30', before: '6.13' }, oldest: 5, newest: 15 },
  { kernels: { from: '6.1', before: '6.15' }, oldest: 5, newest: 14 },
  { kernels: { from: '6.15', before: '6.16' }, oldest: 5, newest: 15 },
  { kernels: { from: '6.16' }, oldest: 8, newest: 15 },
];

/** The oldest and the newest major version of gcc that is known to build a kernel. */
export function compilerRange(kernelRelease: string): { oldest: number; newest: number } {
  const range = RANGES.find(({ kernels }) => isInKernelRange(kernelRelease, kernels));
  if (range === undefined) throw new TypeError(`No compiler range for ${kernelRelease}`);
  return { oldest: range.oldest, newest: range.newest };
}

/**
 * Throws `COMPILER_OUT_OF_RANGE` when the compiler is older or newer than those known to build the
 * kernel: such a build fails late, or does not fail and makes another kernel.
 */
export function assertCompilerRange(toolchain: Toolchain, kernelRelease: string): void {
  const { oldest, newest } = compilerRange(kernelRelease);
  const { name, version } = toolchain.compiler;
  const major = Number.parseInt(version, 10);
  if (major >= oldest && major <= newest) return;
  throw new IsoError(
    'COMPILER_OUT_OF_RANGE',
    `Linux ${kernelRelease} builds with ${name} ${oldest} to ${newest}, found ${name} ${version}`,
    {
      hint: 'Put a compiler of that age first on PATH as gcc.',
      details: { kernelRelease, expected: { oldest, newest }, found: version },
    },
  );
}
