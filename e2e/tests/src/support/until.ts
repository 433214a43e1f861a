// Waiting for what others do, never for a time.
import { delay } from 'iso-core';

const LIMIT_MILLISECONDS = 180_000;

/** Resolves once `condition` holds; rejects after three minutes with what it has waited for. */
export async function until(condition: () => boolean, what: () => string): Promise<void> {
  const end = Date.now() + LIMIT_MILLISECONDS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what()}`);
    await delay(10);
  }
}
