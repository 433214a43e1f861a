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

/**
 * Runs `work` with an AbortSignal that is aborted on Ctrl-C, SIGTERM and SIGHUP, so that commands end
 * with their whole process tree and `finally` blocks run. A second such signal ends this process at
 * once; what is under way then is taken up by the next run as after a kill.
 */
export async function withStopSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(
      new IsoError('CANCELLED', `Stopped by ${name}`, {
        hint: 'Run the same command again: it goes on from what is finished.',
        details: { signal: name },
      }),
    );
  };
  for (const name of STOP_SIGNALS) process.on(name, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of STOP_SIGNALS) process.off(name, onSignal);
  }
}
