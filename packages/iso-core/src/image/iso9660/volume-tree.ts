// The directory tree of one volume: reads directories, and nothing but the directories asked for.
import type { ByteSource } from '../bytes/index.js';
import { FLAG, isSelfOrParent, readRecord, readRecords } from './directory-record.js';
import type { DirectoryRecord } from './directory-record.js';
import type { Extent, IsoEntry, Naming } from './entry.js';
import { corrupt } from './iso-errors.js';
import { hasRockRidge, interpretRockRidge, posixText, type RockRidge } from './rock-ridge.js';
import { readSystemUse, systemUseSkip, type Continuation } from './system-use.js';
import { SECTOR, ucs2, type Volume, type VolumeDescriptors } from './volume-descriptors.js';

/** The largest directory: 32 MiB, some 200 000 names. */
const MOST_DIRECTORY_BYTES = 32 * 1024 * 1024;

/** How many directories are remembered; paths looked up one after another share their folders. */
const LISTS_KEPT = 16;

const TYPE_MASK = 0o170000;
const KINDS: Readonly<Record<number, IsoEntry['kind']>> = {
  0o100000: 'file',
  0o040000: 'directory',
  0o120000: 'symlink',
};

export interface VolumeTree {
  readonly naming: Naming;
  readonly volume: Volume;
  readonly root: IsoEntry;
  /** The entries of a directory in the order of their records. */
  list(directory: IsoEntry): Promise<readonly IsoEntry[]>;
}

/** Chooses the names to go by and opens the tree that has them. */
export async function openTree(
  source: ByteSource,
  descriptors: VolumeDescriptors,
): Promise<VolumeTree> {
  const { primary, joliet } = descriptors;
  const skip = await rockRidgeSkip(new Blocks(source, primary), primary);
  if (skip !== undefined) return new Tree(source, primary, 'rock-ridge', skip);
  if (joliet !== undefined) return new Tree(source, joliet, 'joliet', 0);
  return new Tree(source, primary, 'plain', 0);
}

async function rockRidgeSkip(blocks: Blocks, volume: Volume): Promise<number | undefined> {
  const self = readRecord(await blocks.read(volume.root.block, 0, SECTOR), blocks.name);
  const skip = systemUseSkip(self.systemUse);
  if (skip === undefined) return undefined;
  // The root's own fields are not behind the skipped bytes, but behind XA's where those are.
  const start = self.systemUse[0] === 0x53 ? 0 : 14;
  const fields = await readSystemUse(
    self.systemUse.subarray(start),
    (where) => blocks.continuation(where),
    blocks.name,
  );
  return hasRockRidge(fields) ? skip : undefined;
}

/** Reads by logical blocks; remembers the last continuation block, which neighbours share. */
class Blocks {
  readonly name: string;
  private last: { block: number; bytes: Uint8Array } | undefined;

  constructor(
    private readonly source: ByteSource,
    private readonly volume: Volume,
  ) {
    this.name = source.name;
  }

  async read(block: number, offset: number, length: number): Promise<Uint8Array> {
    const start = block * this.volume.blockSize + offset;
    if (start + length > this.source.size) {
      throw corrupt(this.name, `an extent of ${length} bytes at block ${block} is past the end`);
    }
    return this.source.read(start, length);
  }

  async continuation({ block, offset, length }: Continuation): Promise<Uint8Array> {
    const { blockSize } = this.volume;
    if (offset + length > blockSize) return this.read(block, offset, length);
    if (this.last?.block !== block) {
      this.last = { block, bytes: await this.read(block, 0, blockSize) };
    }
    return this.last.bytes.subarray(offset, offset + length);
  }
}

class Tree implements VolumeTree {
  readonly root: IsoEntry;
  private readonly blocks: Blocks;
  private readonly lists = new Map<string, Promise<readonly IsoEntry[]>>();

  constructor(
    source: ByteSource,
    readonly volume: Volume,
    readonly naming: Naming,
    private readonly skip: number,
  ) {
    this.blocks = new Blocks(source, volume);
    const { block, size } = volume.root;
    this.root = {
      path: '/',
      name: '',
      kind: 'directory',
      size,
      extents: [{ block, size }],
      mode: undefined,
      target: undefined,
      unreadable: undefined,
    };
  }

  list(directory: IsoEntry): Promise<readonly IsoEntry[]> {
    const known = this.lists.get(directory.path);
    if (known !== undefined) return known;
    const list = this.read(directory);
    this.lists.set(directory.path, list);
    for (const oldest of this.lists.keys()) {
      if (this.lists.size <= LISTS_KEPT) break;
      this.lists.delete(oldest);
    }
    return list;
  }

  private async read(directory: IsoEntry): Promise<readonly IsoEntry[]> {
    const bytes = await this.directoryBytes(directory);
    const entries: IsoEntry[] = [];
    const names = new Set<string>();
    let earlier: DirectoryRecord[] = [];
    for (const record of readRecords(bytes, this.blocks.name)) {
      if (isSelfOrParent(record) || record.flags & FLAG.associated) continue;
      if (record.flags & FLAG.moreExtents) {
        earlier.push(record);
        continue;
      }
      const records = [...earlier, record];
      earlier = [];
      checkSameName(records, this.blocks.name);
      const entry = await this.entry(directory, records, record);
      if (entry === undefined) continue;
      if (names.has(entry.name)) {
        // Of several versions the first record is the newest (ECMA-119 §9.3).
        if (this.naming !== 'rock-ridge') continue;
        throw corrupt(this.blocks.name, `two entries are named ${JSON.stringify(entry.path)}`);
      }
      names.add(entry.name);
      entries.push(entry);
    }
    if (earlier.length > 0) throw corrupt(this.blocks.name, 'a file’s last extent is missing');
    return entries;
  }

  private async directoryBytes(directory: IsoEntry): Promise<Uint8Array> {
    const [extent] = directory.extents;
    if (extent === undefined || directory.extents.length > 1) {
      throw corrupt(this.blocks.name, `directory ${directory.path} has no single extent`);
    }
    if (extent.size > MOST_DIRECTORY_BYTES) {
      throw corrupt(this.blocks.name, `directory ${directory.path} has ${extent.size} bytes`);
    }
    return this.blocks.read(extent.block, 0, extent.size);
  }

  private async entry(
    directory: IsoEntry,
    records: readonly DirectoryRecord[],
    last: DirectoryRecord,
  ): Promise<IsoEntry | undefined> {
    const rockRidge = await this.rockRidge(last);
    if (rockRidge?.relocated === true) return undefined;
    const name = rockRidge?.name ?? this.recordedName(last);
    checkName(this.blocks.name, directory.path, name);
    const relocation = rockRidge?.childBlock;
    const extents =
      relocation === undefined
        ? records.map(({ block, size }) => ({ block, size }))
        : [await this.relocated(relocation)];
    const isDirectory = (last.flags & FLAG.directory) !== 0 || relocation !== undefined;
    return {
      path: directory.path === '/' ? `/${name}` : `${directory.path}/${name}`,
      name,
      kind: kindOf(isDirectory, rockRidge),
      size: extents.reduce((sum, { size }) => sum + size, 0),
      extents,
      mode: rockRidge?.mode,
      target: rockRidge?.target,
      unreadable: records.some(({ interleaved }) => interleaved)
        ? 'interleaved data'
        : rockRidge?.unreadable,
    };
  }

  private async rockRidge(record: DirectoryRecord): Promise<RockRidge | undefined> {
    if (this.naming !== 'rock-ridge') return undefined;
    const area = record.systemUse.subarray(this.skip);
    const fetch = (where: Continuation) => this.blocks.continuation(where);
    return interpretRockRidge(await readSystemUse(area, fetch, this.blocks.name));
  }

  // A relocated directory's size is in its own first record (P1282 §4.1.5.1).
  private async relocated(block: number): Promise<Extent> {
    const self = readRecord(await this.blocks.read(block, 0, SECTOR), this.blocks.name);
    return { block, size: self.size };
  }

  private recordedName({ identifier }: DirectoryRecord): string {
    const text = this.naming === 'joliet' ? ucs2(identifier) : posixText(identifier);
    return text.replace(/;\d*$/, '').replace(/(.)\.$/, '$1');
  }
}

// A file of several extents has a record for each, all of the same name (ECMA-119 §6.5.1).
function checkSameName(records: readonly DirectoryRecord[], name: string): void {
  const names = new Set(records.map(({ identifier }) => Buffer.from(identifier).toString('hex')));
  if (names.size > 1) throw corrupt(name, 'the extents of two files are mixed');
}

function kindOf(isDirectory: boolean, rockRidge: RockRidge | undefined): IsoEntry['kind'] {
  if (isDirectory) return 'directory';
  if (rockRidge?.target !== undefined) return 'symlink';
  if (rockRidge?.mode === undefined) return 'file';
  const kind = KINDS[rockRidge.mode & TYPE_MASK] ?? 'other';
  return kind === 'file' ? 'file' : 'other';
}

/** A name must be one component of a path; anything else is a trap for whoever unpacks it. */
function checkName(iso: string, folder: string, name: string): void {
  const bad = name === '' || name === '.' || name === '..' || /[/\0]/.test(name);
  if (bad) throw corrupt(iso, `${folder} has an entry named ${JSON.stringify(name)}`);
}
