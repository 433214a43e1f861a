// An ISO 9660 image to read from: ECMA-119 with Rock Ridge or Joliet names, and El Torito.
import { IsoError } from '../../runtime/index.js';
import { joined, type ByteSource } from '../bytes/index.js';
import { readBootCatalog, type BootCatalog } from './boot-catalog.js';
import type { IsoEntry, Naming } from './entry.js';
import { corrupt, unsupported } from './iso-errors.js';
import { lookUp } from './lookup.js';
import { openTree, type VolumeTree } from './volume-tree.js';
import { readVolumeDescriptors, type VolumeDates } from './volume-descriptors.js';
import { walk } from './walk.js';

export interface IsoImage {
  /** The whole image; closing it is its opener's business. */
  readonly source: ByteSource;
  readonly volumeId: string;
  readonly volumeDates: VolumeDates;
  /**
   * What blkid and GRUB's `search --fs-uuid` take for the UUID, a volume date:
   * `2026-11-22-13-05-00-00`.
   */
  readonly uuid: string;
  readonly naming: Naming;
  /** Bytes of a logical block. */
  readonly blockSize: number;
  /** Size of the volume in bytes; the image may be larger. */
  readonly volumeSize: number;
  /** The El Torito boot catalog. */
  readonly bootCatalog: BootCatalog | undefined;
  /** The entry at `path`; see the rules of names and links at `lookUp`. */
  find(path: string, options?: { followLast?: boolean }): Promise<IsoEntry | undefined>;
  /** All entries, parents before children, without the root. */
  entries(): AsyncIterable<IsoEntry>;
  /** The data of a file. Errors: `ISO_CORRUPT`, `ISO_UNSUPPORTED`. */
  open(entry: IsoEntry): ByteSource;
  /** A small file as a whole. Errors: `ISO_FILE_MISSING`, `ISO_CORRUPT` above `maxBytes`. */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>;
}

/**
 * Opens an ISO: reads its descriptors, the head of its root directory and its boot catalog.
 * Errors: `BASE_NOT_AN_ISO`, `ISO_TRUNCATED`, `ISO_CORRUPT`, `ISO_UNSUPPORTED`.
 */
export async function openIso(source: ByteSource): Promise<IsoImage> {
  const descriptors = await readVolumeDescriptors(source);
  const { primary, bootCatalogSector } = descriptors;
  const tree = await openTree(source, descriptors);
  const bootCatalog =
    bootCatalogSector === undefined ? undefined : await readBootCatalog(source, bootCatalogSector);
  return new Iso9660(source, tree, bootCatalog, {
    volumeId: primary.id,
    volumeDates: primary.dates,
    uuid: uuidOf(primary.dates),
    blockSize: primary.blockSize,
    volumeSize: primary.blocks * primary.blockSize,
  });
}

class Iso9660 implements IsoImage {
  readonly volumeId: string;
  readonly volumeDates: VolumeDates;
  readonly uuid: string;
  readonly naming: Naming;
  readonly blockSize: number;
  readonly volumeSize: number;

  constructor(
    readonly source: ByteSource,
    private readonly tree: VolumeTree,
    readonly bootCatalog: BootCatalog | undefined,
    facts: Pick<IsoImage, 'volumeId' | 'volumeDates' | 'uuid' | 'blockSize' | 'volumeSize'>,
  ) {
    this.naming = tree.naming;
    this.volumeId = facts.volumeId;
    this.volumeDates = facts.volumeDates;
    this.uuid = facts.uuid;
    this.blockSize = facts.blockSize;
    this.volumeSize = facts.volumeSize;
  }

  find(path: string, { followLast = true } = {}): Promise<IsoEntry | undefined> {
    return lookUp(this.tree, path, followLast);
  }

  entries(): AsyncIterable<IsoEntry> {
    return walk(this.tree, this.source.name);
  }

  open(entry: IsoEntry): ByteSource {
    const { name } = this.source;
    if (entry.kind !== 'file') throw corrupt(name, `${entry.path} is a ${entry.kind}, not a file`);
    if (entry.unreadable !== undefined) {
      throw unsupported(name, `${entry.unreadable} (${entry.path})`);
    }
    const parts = entry.extents.map(({ block, size }) => {
      const offset = block * this.tree.volume.blockSize;
      if (size > 0 && offset + size > this.source.size) {
        throw corrupt(name, `${entry.path} has ${size} bytes at block ${block}, past the end`);
      }
      return { source: this.source, offset: size > 0 ? offset : 0, length: size };
    });
    return joined(parts, `${name}:${entry.path}`);
  }

  async readFile(path: string, maxBytes: number): Promise<Uint8Array> {
    const entry = await this.find(path);
    if (entry === undefined) {
      throw new IsoError('ISO_FILE_MISSING', `${this.source.name} has no ${path}`, {
        hint: 'Check that this is a minikube ISO of the expected release.',
        details: { name: this.source.name, path },
      });
    }
    if (entry.size > maxBytes) {
      const limit = `at most ${maxBytes} were expected`;
      throw corrupt(this.source.name, `${entry.path} has ${entry.size} bytes, ${limit}`);
    }
    return this.open(entry).read(0, entry.size);
  }
}

// The modification date, else the creation date, with dashes between its fields.
function uuidOf({ modification, creation }: VolumeDates): string {
  const isSet = /^\d*[1-9]\d*$/.test(modification.slice(0, 16));
  const date = (isSet ? modification : creation).slice(0, 16);
  return [4, 6, 8, 10, 12, 14, 16]
    .map((end, index) => date.slice(index === 0 ? 0 : end - 2, end))
    .join('-');
}
