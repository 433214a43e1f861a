// What an ISO holds, as read from its bytes.
import type { BootLayout, EffectiveInitrd, OverlayRecord, Symvers } from '../image/index.js';
import type { KernelConfig } from '../kernel/index.js';
import type { Architecture } from '../runtime/index.js';
import type { FoundModule, ModuleSurroundings } from './module-proof.js';

/** `kernel`: boot records, kernel and config. `content`: the initrd and its modules as well. */
export type Depth = 'kernel' | 'content';

export interface Inspection {
  /** The path or URL that was read. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly depth: Depth;
  readonly architecture: Architecture;
  readonly volumeId: string;
  /** What blkid calls the volume's UUID. */
  readonly uuid: string;
  readonly boot: BootLayout;
  readonly kernel: InspectedKernel;
  /** Only at depth `content`. */
  readonly content?: InspectedContent;
}

export interface InspectedKernel {
  readonly path: string;
  readonly release: string;
  readonly banner: string;
  readonly format: string;
  readonly compression: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** The embedded config, as the kernel holds it. */
  readonly configText: string;
  readonly config: KernelConfig;
}

export interface InspectedContent {
  /** In the order in which they are loaded. */
  readonly initrdPaths: readonly string[];
  /** Packed bytes of all of them. */
  readonly initrdSize: number;
  /** Bytes of all files in the root. */
  readonly unpackedSize: number;
  readonly root: EffectiveInitrd;
  /** What `/version.json` says, where there is one that can be read. */
  readonly version?: Readonly<Record<string, unknown>>;
  readonly modules: InspectedModules;
}

export interface InspectedModules {
  /** The real path of `/lib/modules/<release>`, without a leading slash. */
  readonly folder: string;
  readonly found: readonly FoundModule[];
  /** The paths that modules.dep lists. */
  readonly listed: ReadonlySet<string>;
  /** What kbuild tells depmod: modules.order, modules.builtin and modules.builtin.modinfo. */
  readonly builtin: KbuildTables;
  /** Module.symvers as the initrd carries it. */
  readonly symversText?: string;
  /** What the kernel itself exports, and what stands for it; undefined when nothing tells. */
  readonly kernelSymvers?: {
    readonly from: 'kernel' | 'Module.symvers';
    readonly symvers: Symvers;
  };
  /** What the kernel asks of every module; undefined when it was not found in it. */
  readonly vermagic?: string;
  readonly record?: OverlayRecord;
  readonly surroundings: ModuleSurroundings;
}

/** The tables that come from the kernel's build; empty where an ISO has none. */
export interface KbuildTables {
  readonly order: string;
  readonly builtin: string;
  readonly modinfo: Uint8Array;
}
