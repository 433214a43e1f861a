// Reads an ISO: what boots, which kernel, how it was configured, and at depth `content` what its root
// and its modules are. Nothing is mounted, nothing is written, nothing found is trusted.
import { createHash } from 'node:crypto';
import {
  locateBoot,
  openIso,
  readKernelImage,
  readPieces,
  type ByteSource,
  type IsoImage,
  type KernelImage,
} from '../image/index.js';
import { parseKernelConfig } from '../kernel/index.js';
import { silentProgress, type Progress } from '../runtime/index.js';
import { inspectContent } from './inspect-content.js';
import { openFileOf } from './iso-file.js';
import type { Depth, InspectedKernel, Inspection } from './inspection.js';

export interface InspectOptions {
  readonly depth: Depth;
  readonly progress?: Progress;
}

/**
 * Inspects the ISO in `source`, which stays open.
 * Errors: `BASE_NOT_AN_ISO`, `ISO_TRUNCATED`, `ISO_CORRUPT`, `ISO_FILE_MISSING` and other codes of its
 * boot loader's config, `NOT_A_KERNEL_IMAGE`, `KERNEL_WITHOUT_IKCONFIG`, `INITRD_CORRUPT`.
 */
export async function inspectIso(source: ByteSource, options: InspectOptions): Promise<Inspection> {
  const iso = await openIso(source);
  const boot = await locateBoot(iso);
  const image = await readKernelImage(await openFileOf(iso, boot.kernel.path));
  const kernel = await inspectKernel(iso, image, boot.kernel.path);
  const facts = {
    name: source.name,
    size: source.size,
    depth: options.depth,
    architecture: image.architecture,
    volumeId: iso.volumeId,
    uuid: iso.uuid,
    boot,
    kernel,
  };
  if (options.depth === 'kernel') return facts;
  const progress = options.progress ?? silentProgress;
  return { ...facts, content: await inspectContent({ iso, boot, image, kernel, progress }) };
}

async function inspectKernel(
  iso: IsoImage,
  image: KernelImage,
  path: string,
): Promise<InspectedKernel> {
  const configText = await image.ikconfig();
  const { size, sha256 } = await digestFile(iso, path);
  return {
    path,
    release: image.release,
    banner: image.banner,
    format: image.format,
    compression: image.compression,
    size,
    sha256,
    configText,
    config: parseKernelConfig(configText),
  };
}

async function digestFile(iso: IsoImage, path: string): Promise<{ size: number; sha256: string }> {
  const file = await openFileOf(iso, path);
  const hash = createHash('sha256');
  for await (const piece of readPieces(file)) hash.update(piece);
  return { size: file.size, sha256: hash.digest('hex') };
}
