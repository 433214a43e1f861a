// The frame around every executor: progress, Ctrl-C, and errors as a person reads them.
import { consoleProgress, formatError, withStopSignals, type Progress } from 'iso-core';

/** What Nx expects of an executor. */
export interface TaskResult {
  readonly success: boolean;
}

export interface Task {
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Runs `work`; an error is printed, with its code and what to do next, and makes the task fail. */
export async function runTask(work: (task: Task) => Promise<void>): Promise<TaskResult> {
  const progress = consoleProgress();
  try {
    await withStopSignals((signal) => work({ signal, progress }));
    return { success: true };
  } catch (error) {
    process.stderr.write(`${formatError(error)}\n`);
    return { success: false };
  }
}
