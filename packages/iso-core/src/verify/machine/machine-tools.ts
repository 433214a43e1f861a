// What this computer needs for a machine, and what it has of it.
import {
  ARM64_FIRMWARE,
  checkTools,
  findArm64Firmware,
  type BuildHost,
  type ToolNeed,
} from '../../host/index.js';
import { cleanLine, type Architecture } from '../../runtime/index.js';
import { qemuProgram } from './machine.js';

export interface MachineNeeds {
  readonly architecture: Architecture;
  /** An ISO by its own boot loader, or a kernel, which needs no firmware. */
  readonly boots: 'iso' | 'kernel';
  /** What preparing the machine takes besides. */
  readonly more?: readonly ToolNeed[];
}

/** What there is, for a machine and for the report on it. */
export interface FoundMachineTools {
  /** QEMU's name and version. */
  readonly qemu: string;
  /** The file of the UEFI firmware, for an ISO of arm64. */
  readonly firmware?: string;
}

/** Resolves to what is there; rejects with `TOOLS_MISSING`, with everything that is missing at once. */
export async function findMachineTools(
  host: BuildHost,
  { architecture, boots, more = [] }: MachineNeeds,
): Promise<FoundMachineTools> {
  const program = qemuProgram(architecture);
  const needsFirmware = architecture === 'arm64' && boots === 'iso';
  await checkTools(host, [
    { tool: program, because: `boots ISOs for ${architecture}` },
    ...(needsFirmware ? [FIRMWARE] : []),
    ...more,
  ]);
  const { stdout } = await host.run({ file: program, args: ['--version'] });
  const version = /version (\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? cleanLine(stdout, 60);
  const qemu = `${program} ${version}`;
  const firmware = needsFirmware ? await findArm64Firmware(host.run) : undefined;
  return firmware === undefined ? { qemu } : { qemu, firmware };
}

const FIRMWARE: ToolNeed = {
  tool: ARM64_FIRMWARE,
  because: 'machines of arm64 boot through UEFI',
};
