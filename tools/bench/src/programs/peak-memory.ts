import { readFileSync } from 'node:fs';

/**
 * The most memory that this process itself has had in use so far, in bytes: VmHWM of proc(5).
 * `process.resourceUsage().maxRSS` would count the memory of the process that started this one.
 */
export function peakMemory(): number {
  const [, kibibytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kibibytes === undefined) throw new TypeError('/proc/self/status names no VmHWM');
  return Number(kibibytes) * 1024;
}
