// What an ISO boots, as found by `locateBoot`.
import type { Architecture } from '../../runtime/index.js';
import type { Where } from './boot-files.js';

export type Firmware = 'bios' | 'efi';

/** A file and the file system that it lies in. */
export interface BootPlace {
  readonly where: Where;
  readonly path: string;
  /** The EFI boot image's own path on the ISO; absent where it is a partition and no file. */
  readonly image?: string;
}

/** One boot loader config and what its default entry boots. */
export interface BootLoader {
  readonly kind: 'isolinux' | 'grub';
  /** Which firmware comes to it. */
  readonly firmware: Firmware;
  /** Where the config lies. */
  readonly where: Where;
  readonly configPath: string;
  /** The default entry's label or title. */
  readonly entry: string;
  readonly kernel: BootPlace;
  readonly initrds: readonly BootPlace[];
  /** What the config passes to the kernel. */
  readonly commandLine: string;
}

export interface BootLayout {
  readonly architecture: Architecture;
  readonly firmware: readonly Firmware[];
  readonly loaders: readonly BootLoader[];
  readonly kernel: {
    /** The path on the ISO, without symbolic links. */
    readonly path: string;
    /** Size in bytes. */
    readonly size: number;
    /** Where the very same bytes lie once more, and must change together. */
    readonly alsoIn: readonly BootPlace[];
  };
  /** Paths on the ISO in the order that they are loaded; empty when the kernel brings its own. */
  readonly initrdPaths: readonly string[];
  /** The first loader's. */
  readonly commandLine: string;
}
