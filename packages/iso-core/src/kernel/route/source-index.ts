// An index of a source tree: which files mention which kernel option, and which files name which other
// files. Made in one pass over the tree and kept in the cache folder.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import {
  type Architecture,
  type Cache,
  throwIfCancelled,
  writeAtomically,
} from '../../runtime/index.js';
import type { KernelSource } from '../source/index.js';
import { type ScannedSource, SourceScan } from './source-scan.js';
import { textPieces } from './text-pieces.js';

export interface SourceIndex {
  /** Files that mention `CONFIG_<token>`. The token of a module's own macro ends in `_MODULE`. */
  mentions(token: string): readonly string[];
  /** Files in which the preprocessor puts option names together (`CONFIG_##name`). */
  readonly pasting: readonly string[];
  /** Files that include a file so called, and makefiles that name it (objects: by a path). */
  naming(fileName: string): readonly string[];
  /** Names of the top folders that have a makefile. */
  readonly topFolders: readonly string[];
}

const VERSION = 2;
const FILES_AT_ONCE = 400;

/** The index of a source for one architecture, from the cache folder when it is there. */
export async function sourceIndex(
  cache: Cache,
  source: Pick<KernelSource, 'folder' | 'digest'>,
  architecture: Architecture,
  signal?: AbortSignal,
): Promise<SourceIndex> {
  const folder = await keep(cache, source.digest, architecture, signal, (stop) =>
    scan(source.folder, architecture, stop),
  );
  const stored = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as ScannedSource;
  return readIndex(stored);
}

/**
 * Collects an index while its source is unpacked, when every file is at hand and a processor is idle. It
 * never fails: an index that could not be made in this way is made from the finished tree.
 */
export class SourceIndexer {
  private scan: SourceScan;
  private state: 'unused' | 'good' | 'spoilt' = 'unused';

  constructor(private readonly architecture: Architecture) {
    this.scan = new SourceScan(architecture);
  }

  /** Takes a file that was unpacked, by its path and its path in the source. */
  take(file: string, path: string): void {
    if (this.state === 'spoilt') return;
    this.state = 'good';
    if (!this.scan.wants(path)) return;
    try {
      // A folder has one name in an index.
      if (posix.normalize(path) !== path) this.state = 'spoilt';
      this.scan.add(path, textPieces(file));
    } catch {
      this.state = 'spoilt';
    }
  }

  /**
   * The index of the source that was unpacked, which is kept in the cache folder; what was not unpacked is
   * looked up as `sourceIndex` does. To be called once: what was collected is let go of.
   */
  async index(
    cache: Cache,
    source: Pick<KernelSource, 'folder' | 'digest'>,
    signal?: AbortSignal,
  ): Promise<SourceIndex> {
    if (this.state !== 'good') return sourceIndex(cache, source, this.architecture, signal);
    const scanned = await this.scan.finish();
    this.state = 'unused';
    this.scan = new SourceScan(this.architecture);
    await keep(cache, source.digest, this.architecture, signal, async () => scanned);
    return readIndex(scanned);
  }
}

/** The index of a folder that is in no cache: for small trees. */
export async function scanSource(folder: string, architecture: Architecture): Promise<SourceIndex> {
  return readIndex(await scan(folder, architecture, undefined));
}

async function keep(
  cache: Cache,
  digest: string,
  architecture: Architecture,
  signal: AbortSignal | undefined,
  scanned: (signal: AbortSignal) => Promise<ScannedSource>,
): Promise<string> {
  const { folder } = await cache.stage(
    'indexes',
    `${digest}-${architecture}-${VERSION}`,
    async (empty, stop) => {
      await writeAtomically(join(empty, 'index.json'), JSON.stringify(await scanned(stop)));
    },
    signal === undefined ? {} : { signal },
  );
  return folder;
}

function readIndex({ files, mentions, names, pasting, topFolders }: ScannedSource): SourceIndex {
  const at = (numbers: readonly number[] | undefined) =>
    (numbers ?? []).map((number) => files[number] ?? '');
  const lookUp = (table: Readonly<Record<string, readonly number[]>>, key: string) =>
    at(Object.hasOwn(table, key) ? table[key] : undefined);
  return {
    mentions: (token) => lookUp(mentions, token),
    naming: (fileName) => lookUp(names, fileName),
    pasting: at(pasting),
    topFolders,
  };
}

async function scan(
  folder: string,
  architecture: Architecture,
  signal: AbortSignal | undefined,
): Promise<ScannedSource> {
  const collected = new SourceScan(architecture);
  let count = 0;
  for (const path of filesOf(folder, [], collected)) {
    collected.add(path, textPieces(join(folder, path)));
    count += 1;
    if (count % FILES_AT_ONCE !== 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    throwIfCancelled(signal);
  }
  return collected.finish();
}

function* filesOf(
  folder: string,
  parents: readonly string[],
  collected: SourceScan,
): Generator<string> {
  for (const entry of readdirSync(join(folder, ...parents), { withFileTypes: true })) {
    const names = [...parents, entry.name];
    if (entry.isDirectory()) {
      if (collected.enters(names)) yield* filesOf(folder, names, collected);
    } else if (entry.isFile() && collected.wants(names.join('/'))) yield names.join('/');
  }
}
