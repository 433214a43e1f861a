// Whether there is room for what is about to be written, asked before the work begins.
import { mkdir, statfs } from 'node:fs/promises';
import { explainingWrites, IsoError } from '../../runtime/index.js';

/** `DISK_FULL` unless `folder`, which is made if need be, has room for `bytes`. */
export async function checkFreeSpace(folder: string, bytes: number): Promise<void> {
  await explainingWrites(folder, async () => {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize >= bytes) return;
    throw new IsoError(
      'DISK_FULL',
      `No space is left for ${folder}: expected ${megabytes(bytes)}, found ${megabytes(bavail * bsize)}`,
      {
        hint: 'Free some space there, or choose a folder on a larger disk ("outputPath"), and run again.',
        details: { folder, bytes, free: bavail * bsize },
      },
    );
  });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 ** 2)} MiB`;
}
