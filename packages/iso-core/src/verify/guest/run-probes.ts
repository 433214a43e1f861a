// Boots the ISO's own kernel and initrd with probes added, and brings back what the probes said.
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { checkTools, localHost, type BuildHost, type ToolNeed } from '../../host/index.js';
import {
  inStep,
  isIsoError,
  silentProgress,
  withTemporaryFolder,
  type Progress,
  type Step,
} from '../../runtime/index.js';
import {
  BootStages,
  bootReport,
  DEFAULT_BOOT_SECONDS,
  loaderOf,
  notBooted,
} from '../boot/index.js';
import {
  findMachineTools,
  runMachine,
  type Accelerator,
  type ConsoleLine,
  type FoundMachineTools,
  type Machine,
} from '../machine/index.js';
import type { BootReport } from '../report/report.js';
import { probesCommandLine } from './command-line.js';
import {
  scratchDisk,
  writeInitrd,
  writeKernel,
  type GuestInspection,
  type IsoSubject,
} from './guest-files.js';
import { probeOverlay, type GuestProbe } from './overlay.js';
import { ProbeConsole } from './probe-console.js';

export interface RunProbesOptions extends IsoSubject {
  /** In the order in which they run. */
  readonly probes: readonly GuestProbe[];
  readonly accelerator: Accelerator;
  readonly memoryMiB: number;
  /** How long it may take until the first probe; the probes' own times come on top. */
  readonly timeoutSeconds?: number;
  /** Where the kernel, the initrd and the disk lie meanwhile. Default: the system's folder for it. */
  readonly temporaryFolder?: string;
  /** Where QEMU runs. Default: this machine. */
  readonly host?: BuildHost;
  /** What that host has of it, where it was looked for already. */
  readonly tools?: FoundMachineTools;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface ProbesRun {
  /** Passed when the guest ran all probes to their ends, whatever these said. */
  readonly report: BootReport;
  /**
   * Every line of the probes' protocol, at the beginning of its line, and the last of what was printed
   * between them.
   */
  readonly lines: readonly ConsoleLine[];
  /** What marks the protocol's lines: `@nmi:<token> …`. */
  readonly token: string;
}

/** What an ISO can be like so that no probe can be added to it. */
const CANNOT_BE_ADDED_TO = [
  'COMMAND_LINE_TOO_LONG',
  'INITRD_COMPRESSION_NOT_READ',
  'OVERLAY_BLOCKED',
];

/**
 * Runs the probes in one guest, each ended when its time is over. The ISO is only read; nothing of the
 * guest is left behind.
 * Errors: `TOOLS_MISSING`, `DISK_FULL`, `NOT_WRITABLE`, `PROBE_NAME_INVALID`, `CANCELLED`.
 */
export async function runProbes(options: RunProbesOptions): Promise<ProbesRun> {
  const token = randomBytes(16).toString('hex');
  const { host = localHost(), progress = silentProgress, temporaryFolder = tmpdir() } = options;
  const { qemu } = await toolsOf(options, host);
  try {
    return await withTemporaryFolder(temporaryFolder, async (folder) => {
      const machine = await probeMachine(options, { folder, token, host });
      return inStep(progress, 'Boot with the probes', (step) =>
        watchProbes(options, { machine, token, host, qemu, step }),
      );
    });
  } catch (error) {
    if (!isIsoError(error, ...CANNOT_BE_ADDED_TO)) throw error;
    const detail = `The probes cannot be added to it: ${error.message}.`;
    return { report: notBooted(detail, error.hint), lines: [], token };
  }
}

async function toolsOf(
  { tools, inspection }: RunProbesOptions,
  host: BuildHost,
): Promise<FoundMachineTools> {
  const { architecture } = inspection;
  const more = packersFor(inspection);
  if (tools === undefined) return findMachineTools(host, { architecture, boots: 'kernel', more });
  await checkTools(host, more);
  return tools;
}

/** A program packs what is added to an initrd; gzip is our own. */
function packersFor({ content }: GuestInspection): ToolNeed[] {
  const compression = content?.root.members.at(-1)?.compression ?? 'none';
  const isOurOwn = compression === 'none' || compression === 'gzip';
  const because = 'packs the probes as the initrd is packed';
  return isOurOwn ? [] : [{ tool: compression, because }];
}

interface ProbeMachine extends Machine {
  readonly boot: { readonly kernel: string; readonly initrd: string; readonly commandLine: string };
}

async function probeMachine(
  options: RunProbesOptions,
  { folder, token, host }: { folder: string; token: string; host: BuildHost },
): Promise<ProbeMachine> {
  const { inspection, probes, accelerator, memoryMiB, signal } = options;
  const { architecture, boot } = inspection;
  const own = loaderOf(boot)?.commandLine ?? boot.commandLine;
  const commandLine = probesCommandLine(architecture, own);
  const work = { folder, run: host.run, ...(signal === undefined ? {} : { signal }) };
  return {
    architecture,
    accelerator,
    memoryMiB,
    // With one alone nobody could be held to it.
    processors: 2,
    boot: {
      kernel: await writeKernel(options, work),
      initrd: await writeInitrd(options, probeOverlay(probes, token), work),
      commandLine,
    },
    disks: [await scratchDisk(folder)],
  };
}

async function watchProbes(
  options: RunProbesOptions,
  context: {
    readonly machine: ProbeMachine;
    readonly token: string;
    readonly host: BuildHost;
    readonly qemu: string;
    readonly step: Step;
  },
): Promise<ProbesRun> {
  const { probes, signal } = options;
  const { machine, token, host, qemu, step } = context;
  const { accelerator, memoryMiB } = machine;
  const stages = new BootStages();
  const console = new ProbeConsole({
    token,
    timeouts: new Map(probes.map(({ name, timeoutSeconds }) => [name, timeoutSeconds])),
    onBegin: (name) => step.update({ fraction: console.ended / probes.length, detail: name }),
  });
  const see = (line: ConsoleLine) => {
    if (console.startedAt === undefined) stages.see(line);
    else stages.seePanic(line);
    return console.see(line) ?? (stages.hasPanicked ? 'stop' : undefined);
  };
  const run = await runMachine(machine, {
    timeoutMs: (options.timeoutSeconds ?? DEFAULT_BOOT_SECONDS) * 1000,
    watcher: { line: see, lastWords: (line) => void see(line) },
    run: host.run,
    ...(signal === undefined ? {} : { signal }),
  });
  const report = bootReport({
    run,
    stages,
    machine: { qemu, accelerator, memoryMiB },
    goal: {
      name: 'probes done',
      at: console.doneAt,
      reached: `It ran ${probes.length === 1 ? 'the probe' : `${probes.length} probes`}, done`,
      missed: 'it had not run all probes',
    },
    milestones:
      console.startedAt === undefined ? [] : [{ name: 'probes', seconds: console.startedAt }],
    commandLine: machine.boot.commandLine,
    ...whereabouts(console, probes.length),
  });
  return { report, lines: console.lines(), token };
}

function whereabouts(console: ProbeConsole, count: number): { whereabouts?: string } {
  if (console.startedAt === undefined) return {};
  if (console.running !== undefined) return { whereabouts: `the probe ${console.running} ran` };
  return { whereabouts: `${console.ended} of ${count} probes had run` };
}
