// Whether there is room for a whole Buildroot, told before it begins: it would notice after an hour.
import { mkdir, statfs } from 'node:fs/promises';
import { explainingWrites, IsoError } from '../../../runtime/index.js';

const GB = 1000 ** 3;

/** `SOURCE_BUILD_WITHOUT_SPACE` unless `folder`, which is made if need be, has `wanted` GB free. */
export async function assertFreeSpace(folder: string, wanted: number): Promise<void> {
  const { bavail, bsize } = await explainingWrites(folder, async () => {
    await mkdir(folder, { recursive: true });
    return statfs(folder);
  });
  const free = (bavail * bsize) / GB;
  if (free >= wanted) return;
  throw new IsoError(
    'SOURCE_BUILD_WITHOUT_SPACE',
    `Building minikube wants ${wanted} GB free in ${folder}, found ${free.toFixed(1)} GB`,
    {
      hint: 'Free some, or set NX_MINIKUBE_ISO_CACHE to a folder on a larger disk; if you know that less will do, say how much: "source": { "freeSpace": … }.',
      details: { folder, wanted, free },
    },
  );
}
