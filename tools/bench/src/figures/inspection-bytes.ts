// What an inspection at depth `kernel` reads of an ISO, each byte counted as often as it is read,
// against what there is to read: the kernel and the directories.
import { inspectIso, openFile, openIso, type IsoImage } from 'iso-core';
import { largeIso } from '../inputs/large-iso.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'inspecting a 400 MB ISO, bytes read against kernel and directories';

/** Volume descriptors, boot records and the boot loader's config are read as well. */
const GOAL = 1.1;

export const inspectionBytes: Figure = {
  names: [name],
  async measure(bench) {
    const path = await largeIso(bench);
    const source = await openFile(path);
    try {
      const { kernel } = await inspectIso(source, { depth: 'kernel' });
      const ours = source.bytesRead;
      const peer = kernel.size + (await directoryBytes(await openIso(source)));
      return [ratioRow({ name, unit: 'bytes', ours, peer, goal: GOAL })];
    } finally {
      await source.close();
    }
  },
};

/** Bytes of all directories; the root has at least one block. */
async function directoryBytes(iso: IsoImage): Promise<number> {
  let bytes = iso.blockSize;
  for await (const entry of iso.entries()) {
    if (entry.kind === 'directory') bytes += entry.size;
  }
  return bytes;
}
