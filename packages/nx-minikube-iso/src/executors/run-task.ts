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

const GOES_ON = 'What is finished is kept: run the same command again, and it goes on from there.';

/** Runs `work`; an error is printed, with its code and what to do next, and makes the task fail. */
export async function runTask(work: (task: Task) => Promise<void>): Promise<TaskResult> {
  const progress = consoleProgress();
  // A reader that is gone (Nx was killed) must not end the build before it has cleaned up.
  process.stderr.on('error', ignore);
  try {
    await withStopSignals(
      (signal) => work({ signal, progress }),
      // Nx closes the terminal within moments: what matters is said at once.
      ({ message }) => progress.note(`${message}. ${GOES_ON}`),
    );
    return { success: true };
  } catch (error) {
    process.stderr.write(`${formatError(error)}\n`);
    return { success: false };
  } finally {
    process.stderr.off('error', ignore);
  }
}

function ignore(): void {
  // There is nobody left to tell.
}
