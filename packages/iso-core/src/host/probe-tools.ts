// Finds out which tools a host lacks, by starting each program, compiling with each header and looking
// for firmware where systems keep it.
import { isIsoError, type Runner } from '../runtime/index.js';
import type { ToolNeed } from './build-host.js';
import { ARM64_FIRMWARE, findArm64Firmware } from './firmware.js';

const PROBE_MILLISECONDS = 30_000;

/** Those of `needs` whose tool is not there, in their order; a tool that is named twice counts once. */
export async function probeTools(run: Runner, needs: readonly ToolNeed[]): Promise<ToolNeed[]> {
  const wanted = needs.filter(
    (need, index) => needs.findIndex(({ tool }) => tool === need.tool) === index,
  );
  const found = await Promise.all(wanted.map(({ tool }) => isThere(run, tool)));
  return wanted.filter((_, index) => found[index] !== true);
}

async function isThere(run: Runner, tool: string): Promise<boolean> {
  if (tool.endsWith('.h')) return hasHeader(run, tool);
  if (tool === ARM64_FIRMWARE) return (await findArm64Firmware(run)) !== undefined;
  // Debian's users do not have the folders of system programs on their PATH.
  const candidates = tool === 'depmod' ? [tool, '/sbin/depmod', '/usr/sbin/depmod'] : [tool];
  for (const file of candidates) if (await starts(run, file)) return true;
  return false;
}

async function starts(run: Runner, file: string): Promise<boolean> {
  const flag = file === 'xorriso' ? '-version' : '--version';
  try {
    await run({ file, args: [flag] }, { timeoutMs: PROBE_MILLISECONDS });
    return true;
  } catch (error) {
    // Whatever it says to the flag, it is there.
    if (isIsoError(error, 'COMMAND_FAILED')) return true;
    if (isIsoError(error, 'COMMAND_NOT_FOUND')) return false;
    throw error;
  }
}

/** Whether the host's own compiler, which builds the kernel's host programs, finds a header. */
async function hasHeader(run: Runner, header: string): Promise<boolean> {
  try {
    await run(
      { file: 'gcc', args: ['-fsyntax-only', '-x', 'c', '-'], input: `#include <${header}>\n` },
      { timeoutMs: PROBE_MILLISECONDS },
    );
    return true;
  } catch (error) {
    if (isIsoError(error, 'COMMAND_FAILED', 'COMMAND_NOT_FOUND')) return false;
    throw error;
  }
}
