// Waiting for other processes in tests: for what they do, never for a time.
import { processRuns } from '../process/process-tree.js';
import { delay } from '../cancel.js';

export { processRuns };

/** Resolves once none of `pids` runs; rejects with those left after 40 s. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  await until(() => !pids.some(processRuns), `end of ${pids.join(', ')}`);
}

/** Resolves once `condition` holds, asked every 10 ms; rejects after 40 s. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  const end = Date.now() + 40_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await delay(10);
  }
}
