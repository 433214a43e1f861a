// What a run of a machine means for the ISO that it booted: one status, one sentence, a timeline.
import { cleanLine } from '../../runtime/index.js';
import type { MachineRun } from '../machine/index.js';
import type { BootReport, Milestone } from '../report/report.js';
import type { BootStages, Stage } from './stages.js';

type Machine = BootReport['machine'];

export interface JudgedRun {
  readonly run: MachineRun;
  readonly stages: BootStages;
  readonly machine: NonNullable<Machine>;
  readonly goal: BootGoal;
  /** Milestones between the stages and the goal. */
  readonly milestones?: readonly Milestone[];
  /** Where it was when it ended, if that is known better than by its stages: `it ran the probe x`. */
  readonly whereabouts?: string;
  /** What the kernel was started with. */
  readonly commandLine: string;
}

/** What a boot is to reach. */
export interface BootGoal {
  /** In the timeline. */
  readonly name: string;
  /** When it did, in seconds. */
  readonly at: number | undefined;
  /** As the beginning of a sentence, and as a clause: `It showed x`, `it had not shown x`. */
  readonly reached: string;
  readonly missed: string;
  /** What else may be done when userspace came up, and it was missed. */
  readonly hint?: string;
  /** Why it cannot be known whether it was reached. */
  readonly unknown?: Readonly<Required<Pick<BootReport, 'detail' | 'hint'>>>;
}

/** Judges a run by its goal, its stages and its end. */
export function bootReport(judged: JudgedRun): BootReport {
  const { run, machine } = judged;
  return {
    ...statusOf(judged),
    machine,
    timeline: timelineOf(judged),
    console: run.console.map(({ text }) => text).join('\n'),
    droppedLines: run.droppedLines,
  };
}

/** A boot that was not tried, and why. */
export function notBooted(detail: string, hint: string, machine?: Machine): BootReport {
  return {
    status: 'not checked',
    detail,
    hint,
    ...(machine === undefined ? {} : { machine }),
    timeline: [],
    console: '',
    droppedLines: 0,
  };
}

type Status = Pick<BootReport, 'status' | 'detail' | 'hint'>;

const READ_CONSOLE = 'Read the end of the console in the report.';

function statusOf(judged: JudgedRun): Status {
  const { run, stages, goal } = judged;
  if (goal.at !== undefined) {
    return { status: 'passed', detail: `${goal.reached} after ${seconds(goal.at)}.` };
  }
  if (goal.unknown !== undefined) return { status: 'not checked', ...goal.unknown };
  if (run.end.by === 'qemu') {
    return {
      status: 'not checked',
      detail: `QEMU could not run the machine: ${sentence(run.end.message)}`,
      hint: 'Mend what QEMU complains of on this computer, and verify again.',
    };
  }
  if (run.end.by === 'kill') {
    return {
      status: 'not checked',
      detail: `QEMU was killed from outside (${run.end.signal}) after ${seconds(run.seconds)}; ${whereabouts(judged)}.`,
      hint: 'Verify again; if nobody killed it, the system did for want of memory: give the machine less.',
    };
  }
  if (stages.panic !== undefined) {
    const where = judged.whereabouts === undefined ? '' : `; ${judged.whereabouts}`;
    return failed(
      `The kernel panicked after ${seconds(run.seconds)}${where}: ${sentence(stages.panic)}`,
      'The console in the report has what led to it; before its init, a panic is often too little memory.',
    );
  }
  if (run.end.by === 'guest') {
    return failed(
      `The machine restarted or powered off after ${seconds(run.seconds)}; ${whereabouts(judged)}.`,
      READ_CONSOLE,
    );
  }
  const more = stages.reached === 'userspace' && goal.hint !== undefined ? ` ${goal.hint}` : '';
  return failed(
    `After ${seconds(run.seconds)} ${goal.missed}; ${whereabouts(judged)}.`,
    `${READ_CONSOLE} If it was merely slow, allow more time.${more}`,
  );
}

function failed(detail: string, hint: string): Status {
  return { status: 'failed', detail, hint };
}

const PLACES: Readonly<Record<Stage, string>> = {
  'boot loader': 'the boot loader',
  kernel: 'the kernel',
  userspace: 'userspace',
};
const QUIET = /(?:^|\s)(quiet|loglevel=[0-4])(?=\s|$)/;

function whereabouts({ stages, whereabouts: known, commandLine }: JudgedRun): string {
  if (known !== undefined) return known;
  const { reached, lastText } = stages;
  const where =
    reached === undefined
      ? 'its console showed nothing'
      : `it came as far as ${PLACES[reached]} (“${cleanLine(lastText, 120)}”)`;
  const quiet = QUIET.exec(commandLine)?.[1];
  if (quiet === undefined || reached === 'kernel' || reached === 'userspace') return where;
  return `${where}, or further: ${quiet} keeps the kernel silent`;
}

function timelineOf({ run, stages, goal, milestones = [] }: JudgedRun): Milestone[] {
  const since = (stage: Stage) => stages.since(stage);
  const found: [string, number | undefined][] = [
    ['machine started', 0],
    ['first output', stages.firstAt],
    ['kernel', since('kernel')],
    ['userspace', since('userspace')],
    ...milestones.map(({ name, seconds: at }): [string, number] => [name, at]),
    goal.at === undefined ? ['end', run.seconds] : [goal.name, goal.at],
  ];
  return found.flatMap(([name, at]) => (at === undefined ? [] : [{ name, seconds: at }]));
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** A text from outside as the end of a sentence. */
function sentence(text: string): string {
  const line = cleanLine(text, 200) || 'it gave no reason';
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}
