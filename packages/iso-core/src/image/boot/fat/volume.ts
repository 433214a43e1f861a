// A FAT12, FAT16 or FAT32 file system to read from: the one in an ISO's EFI boot image.
import { joined, slice, type ByteSource } from '../../bytes/index.js';
import { fatCorrupt } from '../boot-errors.js';
import { chain } from './allocation.js';
import { readFatDirectory, type FatRecord } from './directory.js';
import { BOOT_SECTOR, parseGeometry, type FatGeometry } from './geometry.js';

const MOST_TABLE_BYTES = 16 * 1024 * 1024;
const MOST_DIRECTORY_BYTES = 2 * 1024 * 1024;
const MOST_ENTRIES = 100_000;
const MOST_DEPTH = 64;

export interface FatEntry extends FatRecord {
  /** Absolute, with `/`. */
  readonly path: string;
}

export interface FatVolume {
  readonly name: string;
  readonly label: string | undefined;
  readonly geometry: FatGeometry;
  /** The entry at `path`, whatever the case of its letters; undefined where there is none. */
  find(path: string): Promise<FatEntry | undefined>;
  /** All entries, parents before children. */
  entries(): AsyncIterable<FatEntry>;
  open(entry: FatEntry): ByteSource;
}

/**
 * Opens the FAT file system at the start of `source`, which may be longer. Reads its boot sector, one
 * allocation table and the root directory. Errors: `FAT_CORRUPT`.
 */
export async function openFat(source: ByteSource): Promise<FatVolume> {
  const head = await source.read(0, Math.min(BOOT_SECTOR, source.size));
  const geometry = parseGeometry(head, source.size, source.name);
  const { offset, size } = geometry.table;
  if (size > MOST_TABLE_BYTES) throw fatCorrupt(source.name, `its table has ${size} bytes`);
  const table = await source.read(offset, size);
  const volume = new Fat(source, geometry, table);
  await volume.readLabel();
  return volume;
}

class Fat implements FatVolume {
  readonly name: string;
  label: string | undefined;

  constructor(
    private readonly source: ByteSource,
    readonly geometry: FatGeometry,
    private readonly table: Uint8Array,
  ) {
    this.name = source.name;
  }

  async readLabel(): Promise<void> {
    this.label = (await this.directory(undefined)).label;
  }

  async find(path: string): Promise<FatEntry | undefined> {
    let found: FatEntry | undefined;
    for (const component of path.split('/').filter((part) => part !== '' && part !== '.')) {
      if (found?.isDirectory === false) return undefined;
      const wanted = component.toUpperCase();
      const entries: FatEntry[] = await this.list(found);
      found = entries.find(
        ({ name, shortName }) =>
          name.toUpperCase() === wanted || shortName.toUpperCase() === wanted,
      );
      if (found === undefined) return undefined;
    }
    return found;
  }

  async *entries(): AsyncGenerator<FatEntry> {
    const waiting: (FatEntry | undefined)[] = [undefined];
    const seen = new Set<number>();
    let count = 0;
    while (waiting.length > 0) {
      const directory = waiting.pop();
      const cluster = directory?.cluster ?? this.geometry.rootCluster;
      if (seen.has(cluster)) throw fatCorrupt(this.name, `${directory?.path ?? '/'} loops`);
      seen.add(cluster);
      const children: FatEntry[] = [];
      for (const entry of await this.list(directory)) {
        count += 1;
        if (count > MOST_ENTRIES)
          throw fatCorrupt(this.name, `it has over ${MOST_ENTRIES} entries`);
        if (entry.isDirectory) children.push(entry);
        yield entry;
      }
      if (children[0] !== undefined && children[0].path.split('/').length > MOST_DEPTH) {
        throw fatCorrupt(this.name, `its directories are nested more than ${MOST_DEPTH} deep`);
      }
      waiting.push(...children.reverse());
    }
  }

  open(entry: FatEntry): ByteSource {
    const name = `${this.name}:${entry.path}`;
    if (entry.isDirectory) throw fatCorrupt(this.name, `${entry.path} is a directory`);
    return this.data(entry.cluster, entry.size, name);
  }

  private async list(directory: FatEntry | undefined): Promise<FatEntry[]> {
    const { records } = await this.directory(directory?.cluster);
    return records.map((record) => ({
      ...record,
      path: `${directory?.path ?? ''}/${record.name}`,
    }));
  }

  private async directory(cluster: number | undefined) {
    const { bits, fixedRoot, rootCluster } = this.geometry;
    if (cluster === undefined && bits !== 32) {
      const bytes = await this.source.read(fixedRoot.offset, fixedRoot.size);
      return readFatDirectory(bytes, bits);
    }
    const data = this.data(cluster ?? rootCluster, undefined, this.name);
    return readFatDirectory(await data.read(0, data.size), bits);
  }

  /** The chain from `cluster`: `size` bytes of it, or all (a directory's, which has no size). */
  private data(cluster: number, size: number | undefined, name: string): ByteSource {
    const limit = size ?? MOST_DIRECTORY_BYTES;
    const runs = chain(this.table, this.geometry, cluster, limit, this.name);
    const whole = joined(
      runs.map((run) => ({ source: this.source, ...run })),
      name,
    );
    if (size === undefined) return whole;
    if (whole.size < size) {
      throw fatCorrupt(this.name, `${name} has ${size} bytes in clusters for ${whole.size}`);
    }
    return slice(whole, 0, size, name);
  }
}
