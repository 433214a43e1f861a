// Ranges of kernel versions, and where a kernel release lies in them.
import { IsoError } from '../runtime/index.js';

/** Kernel versions such as `5.2`: `from` is inside the range, `before` is outside. */
export interface KernelRange {
  readonly from?: string;
  readonly before?: string;
}

type Version = readonly [major: number, minor: number, patch: number];

/**
 * Whether a kernel release lies in a range. Only its leading numbers count: `5.2.0-rc1` is `5.2`.
 *
 * @throws IsoError `KERNEL_RELEASE_INVALID` when the release does not begin with two numbers
 */
export function isInKernelRange(kernelRelease: string, range: KernelRange): boolean {
  const version = parseVersion(kernelRelease);
  return (
    (range.from === undefined || compare(version, parseVersion(range.from)) >= 0) &&
    (range.before === undefined || compare(version, parseVersion(range.before)) < 0)
  );
}

/** A range in words: `from 5.2 on`, `before 6.4`, `from 4.16 on, before 6.4`. */
export function describeKernelRange(range: KernelRange): string {
  const parts = [
    ...(range.from === undefined ? [] : [`from ${range.from} on`]),
    ...(range.before === undefined ? [] : [`before ${range.before}`]),
  ];
  return parts.length === 0 ? 'every kernel' : parts.join(', ');
}

/** The smallest range that holds both; `undefined` stands for every kernel. */
export function spanKernelRanges(
  one: KernelRange | undefined,
  other: KernelRange | undefined,
): KernelRange | undefined {
  if (one === undefined || other === undefined) return undefined;
  const from = extreme(one.from, other.from, -1);
  const before = extreme(one.before, other.before, 1);
  if (from === undefined && before === undefined) return undefined;
  return { ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { before }) };
}

function extreme(one: string | undefined, other: string | undefined, sign: -1 | 1) {
  if (one === undefined || other === undefined) return undefined;
  return compare(parseVersion(one), parseVersion(other)) * sign >= 0 ? one : other;
}

function parseVersion(text: string): Version {
  const match = /^(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?/.exec(text);
  if (match === null) {
    throw new IsoError(
      'KERNEL_RELEASE_INVALID',
      `Expected a kernel release such as 6.6.95, found ${JSON.stringify(text.slice(0, 80))}`,
      { hint: 'Check that the file is a Linux kernel, and which one.', details: { found: text } },
    );
  }
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
