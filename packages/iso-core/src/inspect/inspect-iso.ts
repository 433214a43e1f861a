// Reads an ISO: what boots, which kernel, how it was configured, and at depth `content` what its root
// and its modules are. Nothing is mounted, nothing is written, nothing found is trusted.
import { locateBoot, type BootLayout } from '../image/boot/index.js';
import { bytesSource, sha256OfSource, type ByteSource } from '../image/bytes/index.js';
import { openIso, type IsoImage } from '../image/iso9660/index.js';
import { readKernelImage, type KernelImage } from '../image/kernel-image/index.js';
import { parseKernelConfig } from '../kernel/config/index.js';
import type { Progress } from '../runtime/index.js';
import { openFileOf } from './iso-file.js';
import type { KernelOffer } from './inspect-content.js';
import type { Depth, InspectedKernel, Inspection } from './inspection.js';

/** What kernels were found to offer to modules, by their SHA-256. */
export type KernelOffers = Map<string, KernelOffer>;

export interface InspectOptions {
  readonly depth: Depth;
  readonly progress?: Progress;
  /** Known already, and added to: of two ISOs with the same kernel it is unpacked for one. */
  readonly offers?: KernelOffers;
}

/**
 * Inspects the ISO in `source`, which stays open.
 * Errors: `BASE_NOT_AN_ISO`, `ISO_TRUNCATED`, `ISO_CORRUPT`, `ISO_FILE_MISSING` and other codes of its
 * boot loader's config, `NOT_A_KERNEL_IMAGE`, `KERNEL_WITHOUT_IKCONFIG`, `INITRD_CORRUPT`.
 */
export async function inspectIso(source: ByteSource, options: InspectOptions): Promise<Inspection> {
  const iso = await openIso(source);
  const { inspection, image } = await inspectAtKernel(iso, await locateBoot(iso));
  if (options.depth === 'kernel') return inspection;
  // Initrds and modules are most of the code: a process that needs none of it starts sooner.
  const { readKernelOffer, readRoot, withContent } = await import('./inspect-content.js');
  const root = await readRoot(iso, inspection.boot, options.progress);
  const { sha256 } = inspection.kernel;
  const offer = options.offers?.get(sha256) ?? (await readKernelOffer(image));
  options.offers?.set(sha256, offer);
  return withContent(inspection, root, offer);
}

/** An inspection at depth `kernel`, and the kernel image that it read. */
export interface KernelInspection {
  readonly inspection: Inspection;
  readonly image: KernelImage;
}

/** The part of {@link inspectIso} that reads the kernel, for who has to say how far an ISO can be read. */
export async function inspectAtKernel(iso: IsoImage, boot: BootLayout): Promise<KernelInspection> {
  const file = await openKernel(iso, boot.kernel.path);
  const image = await readKernelImage(file);
  const { source, volumeId, uuid } = iso;
  return {
    image,
    inspection: {
      name: source.name,
      size: source.size,
      depth: 'kernel',
      architecture: image.architecture,
      volumeId,
      uuid,
      boot,
      kernel: await inspectKernel(file, image, boot.kernel.path),
    },
  };
}

/** The largest kernel that is held in memory, so that each of its bytes is read once: 64 MiB. */
const HELD_KERNEL = 64 * 1024 * 1024;

async function openKernel(iso: IsoImage, path: string): Promise<ByteSource> {
  const file = await openFileOf(iso, path);
  if (file.size > HELD_KERNEL) return file;
  return bytesSource(await file.read(0, file.size), file.name);
}

async function inspectKernel(
  file: ByteSource,
  image: KernelImage,
  path: string,
): Promise<InspectedKernel> {
  const configText = await image.ikconfig();
  return {
    path,
    release: image.release,
    banner: image.banner,
    format: image.format,
    compression: image.compression,
    size: file.size,
    sha256: await sha256OfSource(file),
    configText,
    config: parseKernelConfig(configText),
  };
}
