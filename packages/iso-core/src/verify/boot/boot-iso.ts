// Boots an ISO through its own boot loader, as a hypervisor would, and reports how far it came.
import { availableParallelism } from 'node:os';
import { localHost, type BuildHost } from '../../host/index.js';
import type { Inspection } from '../../inspect/index.js';
import {
  cleanLine,
  inStep,
  silentProgress,
  type Progress,
  type Step,
} from '../../runtime/index.js';
import {
  findMachineTools,
  runMachine,
  type Accelerator,
  type FoundMachineTools,
  type Machine,
} from '../machine/index.js';
import type { BootReport } from '../report/report.js';
import { AwaitedLine } from './awaited-line.js';
import { bootReport, notBooted, type BootGoal } from './boot-report.js';
import { PATTERN_MILLISECONDS } from './line-pattern.js';
import { consoleChoice, loaderOf, type ConsoleChoice } from './shown-console.js';
import { BootStages } from './stages.js';

/** How long a boot may take unless told otherwise: far more than a slow computer needs in emulation. */
export const DEFAULT_BOOT_SECONDS = 300;

export interface BootIsoOptions {
  /** The path of the ISO. */
  readonly iso: string;
  readonly inspection: Pick<Inspection, 'architecture' | 'boot'>;
  readonly accelerator: Accelerator;
  readonly memoryMiB: number;
  /** The ISO has come up when a line of its console matches. Default: a login prompt. */
  readonly pattern?: RegExp;
  /** Default: {@link DEFAULT_BOOT_SECONDS}. */
  readonly timeoutSeconds?: number;
  /** Where QEMU runs. Default: this machine. */
  readonly host?: BuildHost;
  /** What that host has of it, where it was looked for already. */
  readonly tools?: FoundMachineTools;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Boots the ISO once. It passes when its console shows the pattern; it is not checked when it cannot be
 * seen, because no boot loader of its sends the console to a serial port, or when QEMU cannot run.
 * Errors: `TOOLS_MISSING`, `CANCELLED`.
 */
export async function bootIso(options: BootIsoOptions): Promise<BootReport> {
  const { architecture, boot } = options.inspection;
  const loader = loaderOf(boot);
  if (loader === undefined) {
    const firmware = architecture === 'amd64' ? 'BIOS' : 'UEFI';
    return notBooted(
      `It has no boot loader for ${firmware}, which is how ${architecture} machines start.`,
      'Start from an ISO that minikube’s own build made for this architecture.',
    );
  }
  const choice = consoleChoice(architecture, loader);
  if (!choice.isShown) return unseen(architecture, choice);
  return inStep(options.progress ?? silentProgress, 'Boot the ISO', (step) =>
    bootAndWatch(options, choice, step),
  );
}

async function bootAndWatch(
  options: BootIsoOptions,
  choice: ConsoleChoice,
  step: Step,
): Promise<BootReport> {
  const { iso, inspection, accelerator, memoryMiB, signal, host = localHost() } = options;
  const { architecture } = inspection;
  const { qemu, firmware } =
    options.tools ?? (await findMachineTools(host, { architecture, boots: 'iso' }));
  const machine: Machine = {
    architecture,
    accelerator,
    memoryMiB,
    processors: Math.min(2, availableParallelism()),
    boot: firmware === undefined ? { iso } : { iso, firmware },
    virtioConsole: choice.isVirtio,
  };
  const stages = new BootStages();
  const awaited = new AwaitedLine(options.pattern, stages);
  const run = await runMachine(machine, {
    timeoutMs: (options.timeoutSeconds ?? DEFAULT_BOOT_SECONDS) * 1000,
    watcher: {
      line: (line) => {
        if (stages.see(line)) step.update({ detail: stages.reached ?? '' });
        return awaited.line(line) ?? (stages.hasPanicked ? 'stop' : undefined);
      },
      beginning: (line) => awaited.beginning(line),
      still: (line) => awaited.still(line),
      lastWords: (line) => void stages.see(line),
    },
    run: host.run,
    ...(signal === undefined ? {} : { signal }),
  });
  // A panic may have ended it in the middle of what came at once.
  awaited.settle();
  return bootReport({
    run,
    stages,
    machine: { qemu, accelerator, memoryMiB },
    goal: goalOf(awaited, options.pattern),
    commandLine: choice.commandLine,
  });
}

function goalOf({ seen, undecided }: AwaitedLine, pattern: RegExp | undefined): BootGoal {
  const what = pattern === undefined ? 'a login prompt' : `${pattern}`;
  return {
    name: pattern === undefined ? 'login prompt' : 'pattern',
    at: seen?.at,
    reached: `Its console showed “${cleanLine(seen?.text ?? '', 120)}”`,
    missed: `its console had not shown ${what}`,
    hint: `If its console never shows ${what}, set "verify.pattern" in the spec to what it does show.`,
    ...(undecided === undefined
      ? {}
      : {
          unknown: {
            detail: `Whether ${what} matches could not be told within ${PATTERN_MILLISECONDS / 1000} s of the line “${cleanLine(undecided.text, 120)}”.`,
            hint: 'Make "verify.pattern" in the spec simpler: a repetition within a repetition, as in (a+)+, can take for ever.',
          },
        }),
  };
}

function unseen(
  architecture: Inspection['architecture'],
  { commandLine, configPath }: ConsoleChoice,
): BootReport {
  const port = architecture === 'amd64' ? 'console=ttyS0' : 'console=ttyAMA0';
  return notBooted(
    `Nothing of its boot could be seen: ${configPath} starts the kernel with “${commandLine}”, which names no serial console.`,
    `Add ${port} to the kernel’s command line in ${configPath}.`,
  );
}
