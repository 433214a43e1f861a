// Cancellation: one error for it, and the signals that ask for it.
import { IsoError } from './errors.js';

/** The error of an aborted `signal`: its reason when that is an IsoError, else `CANCELLED`. */
export function cancellation(signal: AbortSignal): IsoError {
  const reason: unknown = signal.reason;
  if (reason instanceof IsoError) return reason;
  return new IsoError('CANCELLED', 'The work was cancelled', {
    hint: 'Run the same command again: it goes on from what is finished.',
    cause: reason,
  });
}

/** Throws the cancellation of `signal` if it is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancellation(signal);
}

/** Resolves after `milliseconds`; rejects with the cancellation as soon as `signal` is aborted. */
export function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancellation(signal));
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      if (signal !== undefined) reject(cancellation(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whoever runs us (Nx, npm) passes on what a terminal has sent to all of its processes already. */
const SAME_REQUEST_MILLISECONDS = 1_000;

/**
 * Runs `work` with an AbortSignal that is aborted on Ctrl-C, SIGTERM and SIGHUP, and when the process
 * that forked this one is gone, so that commands end with their whole process tree and `finally` blocks
 * run. Another such signal after a second ends this process at once; what is under way then is taken up
 * by the next run as after a kill.
 *
 * @param onStop called at once, before anything is ended: a terminal may be closed by then
 */
export async function withStopSignals<T>(
  work: (signal: AbortSignal) => Promise<T>,
  onStop: (reason: IsoError) => void = () => undefined,
): Promise<T> {
  const controller = new AbortController();
  let stoppedAt: number | undefined;
  const stop = (by: string, details: Readonly<Record<string, string>>) => {
    stoppedAt = performance.now();
    const hint = 'Run the same command again: it goes on from what is finished.';
    const reason = new IsoError('CANCELLED', `Stopped by ${by}`, { hint, details });
    onStop(reason);
    controller.abort(reason);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (stoppedAt === undefined) stop(signal === 'SIGINT' ? 'Ctrl-C' : signal, { signal });
    else if (performance.now() - stoppedAt > SAME_REQUEST_MILLISECONDS) process.exit(130);
  };
  const onDisconnect = () => {
    if (stoppedAt === undefined) stop('the end of the process that had started it', {});
  };
  for (const name of STOP_SIGNALS) process.on(name, onSignal);
  process.once('disconnect', onDisconnect);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of STOP_SIGNALS) process.off(name, onSignal);
    process.off('disconnect', onDisconnect);
  }
}
