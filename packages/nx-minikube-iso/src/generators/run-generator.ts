// The frame around every generator: errors as a person reads them.
import { formatError, isIsoError } from 'iso-core';

/**
 * Runs `work`; its IsoError is thrown on as Nx prints it well: its code and message as the title, below it
 * what to do next, and a stack trace with `--verbose` alone.
 */
export async function runGenerator<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isIsoError(error)) throw error;
    const shown = new Error(formatError(error), { cause: error });
    // Nx would offer to show it.
    shown.stack = '';
    throw shown;
  }
}
