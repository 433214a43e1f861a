// Containers that end by themselves.
import type { Engine } from 'lab';

const LIMIT_MILLISECONDS = 60_000;

/** Resolves once none of the engine's containers runs; rejects after a minute. */
export async function untilAllStopped({ call }: Engine): Promise<void> {
  const end = Date.now() + LIMIT_MILLISECONDS;
  for (let running = await call('ps'); running.length > 1; running = await call('ps')) {
    if (Date.now() > end) throw new Error(`Waited in vain for the end of:\n${running.join('\n')}`);
  }
}
