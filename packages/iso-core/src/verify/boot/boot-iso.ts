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
  type ConsoleLine,
  type Machine,
} from '../machine/index.js';
import type { BootReport } from '../report/report.js';
import { bootReport, notBooted } from './boot-report.js';
import { consoleChoice, loaderOf, type ConsoleChoice } from './shown-console.js';
import { BootStages, isBeforeUserspace } from './stages.js';

/** A getty's prompt: minikube's ends its line with a space and no line end. */
export const LOGIN_PROMPT = /\blogin: *$/;

/** How long a boot may take unless told otherwise: far more than a slow computer needs in emulation. */
export const DEFAULT_BOOT_SECONDS = 300;

export interface BootIsoOptions {
  /** The path of the ISO. */
  readonly iso: string;
  readonly inspection: Pick<Inspection, 'architecture' | 'boot'>;
  readonly accelerator: Accelerator;
  readonly memoryMiB: number;
  /** The ISO has come up when a line of its console matches. Default: {@link LOGIN_PROMPT}. */
  readonly pattern?: RegExp;
  /** Default: {@link DEFAULT_BOOT_SECONDS}. */
  readonly timeoutSeconds?: number;
  /** Where QEMU runs. Default: this machine. */
  readonly host?: BuildHost;
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
  const { qemu, firmware } = await findMachineTools(host, { architecture, boots: 'iso' });
  const machine: Machine = {
    architecture,
    accelerator,
    memoryMiB,
    processors: Math.min(2, availableParallelism()),
    boot: firmware === undefined ? { iso } : { iso, firmware },
    virtioConsole: choice.isVirtio,
  };
  const pattern = stateless(options.pattern ?? LOGIN_PROMPT);
  const stages = new BootStages();
  let goalAt: ConsoleLine | undefined;
  const matches = (line: ConsoleLine) => {
    if (pattern.test(line.text) && !isBeforeUserspace(line.text)) goalAt ??= line;
    return goalAt === undefined ? undefined : 'stop';
  };
  const run = await runMachine(machine, {
    timeoutMs: (options.timeoutSeconds ?? DEFAULT_BOOT_SECONDS) * 1000,
    watcher: {
      beginning: matches,
      line: (line) => {
        if (stages.see(line)) step.update({ detail: stages.reached ?? '' });
        return matches(line) ?? (stages.hasPanicked ? 'stop' : undefined);
      },
    },
    run: host.run,
    ...(signal === undefined ? {} : { signal }),
  });
  const awaited = options.pattern === undefined ? 'a login prompt' : `${options.pattern}`;
  return bootReport({
    run,
    stages,
    machine: { qemu, accelerator, memoryMiB },
    goal: {
      name: options.pattern === undefined ? 'login prompt' : 'pattern',
      at: goalAt?.at,
      reached: `Its console showed “${cleanLine(goalAt?.text ?? '', 120)}”`,
      missed: `its console had not shown ${awaited}`,
    },
    commandLine: choice.commandLine,
  });
}

/** The same pattern without flags that make a match depend on the one before. */
function stateless({ source, flags }: RegExp): RegExp {
  return new RegExp(source, flags.replace(/[gy]/g, ''));
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
