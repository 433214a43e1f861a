// A kernel as large as minikube's: the lab's, which has nothing but what its tests need, with ballast
// behind it. Where its config and its symbols are stays where they were; it is read, not booted.
import { createWriteStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readKernelImage, type ByteSource, type Runner } from 'iso-core';
import { withPayload } from './bzimage.js';
import { fillerBytes } from './filler.js';

/** minikube's kernels unpack to some 60 MB, the lab's to 14 MB. */
const BALLAST_BYTES = 46_000_000;

/** Writes the kernel to `file`; its folder is for what it is made of. */
export async function writeLargeKernel(
  run: Runner,
  kernel: ByteSource,
  folder: string,
  file: string,
): Promise<void> {
  const image = await readKernelImage(kernel);
  const [unpacked, packed] = [join(folder, 'vmlinux'), join(folder, 'vmlinux.lz4')];
  let size = BALLAST_BYTES;
  await pipeline(async function* () {
    for await (const piece of image.payload()) {
      size += piece.byteLength;
      yield piece;
    }
    yield fillerBytes(0, BALLAST_BYTES);
  }, createWriteStream(unpacked));
  // As the kernel's scripts/Makefile.lib does.
  await run({ file: 'lz4', args: ['-l', '-9', '-q', '-f', unpacked, packed] });
  const whole = await kernel.read(0, kernel.size);
  await writeFile(file, withPayload(whole, await readFile(packed), size));
  await rm(unpacked);
  await rm(packed);
}
