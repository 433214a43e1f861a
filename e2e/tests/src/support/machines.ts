// The machines that run on this computer.
import { readdirSync, readFileSync } from 'node:fs';

/** The QEMU processes whose command line holds `part`, with a space between its words. */
export function machinesOf(part: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const line = commandLine(pid);
      return line.startsWith('qemu-system-') && line.includes(part);
    })
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
