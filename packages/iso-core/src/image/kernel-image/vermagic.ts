// The kernel's own vermagic, the string that every module that it loads must carry (the kernel's
// include/linux/vermagic.h). It lies in the kernel's read-only data, without a mark of its own.
import { findLandmarks, Landmark } from './landmark.js';

const WORDS =
  /^(SMP )?(preempt |preempt_rt )?(mod_unload )?(modversions )?(aarch64)?(RANDSTRUCT_(PLUGIN_)?[0-9a-f]*)?$/;

/**
 * The vermagic of the kernel `release` in its decompressed `payload`, with its trailing blank if
 * it has one; `undefined` when none is there (no loadable modules).
 */
export async function findVermagic(
  payload: AsyncIterable<Uint8Array>,
  release: string,
): Promise<string | undefined> {
  const landmark = new Landmark({
    start: Buffer.from(`${release} `),
    end: Buffer.from([0]),
    limit: 256,
    accept: (words) => words.length > 0 && WORDS.test(words.toString('latin1')),
  });
  await findLandmarks(payload, [landmark]);
  return landmark.found && `${release} ${landmark.found.toString('latin1')}`;
}
