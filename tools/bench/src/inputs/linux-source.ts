// The lab's kernel source, unpacked, for what is done by hand.
import { acquireSource } from 'iso-core';
import { LINUX_SOURCE, type Bench } from '../bench.js';

/** The folder of the source in the cache: to be read only. */
export async function linuxSource({ cache, run, signal }: Bench): Promise<string> {
  const { folder } = await acquireSource({
    path: LINUX_SOURCE,
    architecture: 'amd64',
    cache,
    run,
    signal,
  });
  return folder;
}
