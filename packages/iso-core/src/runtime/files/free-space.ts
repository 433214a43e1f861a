// Whether there is room for what is about to be written, asked before the work begins: not every program
// notices that what it wrote did not fit.
import { mkdir, statfs } from 'node:fs/promises';
import { explainingWrites, fullDisk } from './file-errors.js';

/** `DISK_FULL` unless `folder`, which is made if need be, has room for `bytes`. */
export async function checkFreeSpace(folder: string, bytes: number): Promise<void> {
  await explainingWrites(folder, async () => {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free >= bytes) return;
    const what = `${folder}: expected ${megabytes(bytes)}, found ${(free / 1024 ** 2).toFixed(1)} MiB`;
    throw fullDisk(what, undefined, { folder, bytes, free });
  });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 ** 2)} MiB`;
}
