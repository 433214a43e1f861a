// What somebody else writes at this moment is not there yet, and is looked at again.
import { delay } from '../runtime/index.js';

const LOOKS = 8;
const LOOK_MILLISECONDS = 250;

/** What `look` finds; while it finds nothing it is called again, for some seconds in all. */
export async function lookAgain<T>(
  look: () => Promise<T | undefined>,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (let looks = 1; looks <= LOOKS; looks += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(LOOK_MILLISECONDS, signal);
  }
  return undefined;
}
