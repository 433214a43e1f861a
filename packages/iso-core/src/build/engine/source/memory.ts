// Whether a whole Buildroot fits into the memory of this machine, told before it begins: a compiler that the
// kernel kills for want of it has had hours before it, and leaves no reason in make's log.
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { IsoError } from '../../../runtime/index.js';

/** What minikube's documentation asks for ("Building the minikube ISO", Prerequisites). */
const WANTED_GB = 4;
const GB = 1000 ** 3;

/** `SOURCE_BUILD_WITHOUT_MEMORY` unless this machine has 4 GB, swap included. */
export async function assertMachineMemory(): Promise<void> {
  const meminfo = await readFile('/proc/meminfo', 'utf8').catch(() => undefined);
  // Only Linux has that file.
  assertMemory(meminfo === undefined ? totalmem() : memoryOf(meminfo, process.constrainedMemory()));
}

/**
 * The bytes that processes may take: of a `/proc/meminfo`, and of the control group that they run in, which
 * has no limit where it is 0.
 */
export function memoryOf(meminfo: string, limit: number): number {
  const bytes = (name: string): number =>
    1024 * Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(meminfo)?.[1] ?? 0);
  const total = bytes('MemTotal');
  return (limit > 0 ? Math.min(total, limit) : total) + bytes('SwapTotal');
}

/** `SOURCE_BUILD_WITHOUT_MEMORY` for less than 4 GB. */
export function assertMemory(found: number): void {
  if (found >= WANTED_GB * GB) return;
  throw new IsoError(
    'SOURCE_BUILD_WITHOUT_MEMORY',
    `Building minikube wants ${WANTED_GB} GB of memory, swap included, found ${(found / GB).toFixed(1)} GB`,
    {
      hint: 'Give this machine or container more memory, or the machine a swap file; a remaster needs less: "engine": "remaster".',
      details: { wanted: WANTED_GB, found },
    },
  );
}
