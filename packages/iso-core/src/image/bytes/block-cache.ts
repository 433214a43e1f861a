// Fixed-size blocks of something slow to reach, the least recently used ones forgotten. Blocks that
// miss are fetched in runs, and a run grows while reading goes straight ahead.

/** Fetches `length` bytes at `offset`. */
export type FetchRange = (offset: number, length: number) => Promise<Uint8Array>;

export interface BlockCacheOptions {
  /** Size of all there is to fetch, in bytes. */
  readonly size: number;
  /** Size of a block in bytes. */
  readonly blockSize: number;
  /** How many blocks are kept. */
  readonly blocksKept: number;
  /** The most blocks in one fetch. */
  readonly blocksAtOnce: number;
  /** The most blocks fetched beyond what was asked for. */
  readonly blocksAhead: number;
}

type Block = Promise<Uint8Array>;

/** Reads through a bounded cache; the same block is never under way twice at a time. */
export class BlockCache {
  private readonly blocks = new Map<number, Block>();
  private ahead = 0;
  private expectedNext = -1;

  constructor(
    private readonly options: BlockCacheOptions,
    private readonly fetchRange: FetchRange,
  ) {}

  /** Puts bytes that arrived otherwise (from offset 0) where reads find them. */
  seed(bytes: Uint8Array): void {
    const { blockSize, size } = this.options;
    for (let start = 0; start < bytes.byteLength; start += blockSize) {
      const end = Math.min(start + blockSize, size);
      if (end <= bytes.byteLength) {
        this.keep(start / blockSize, Promise.resolve(bytes.slice(start, end)));
      }
    }
    this.expectedNext = this.blocks.size;
  }

  /** `length` bytes at `offset`; the range must lie inside `size`. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const { blockSize } = this.options;
    const result = new Uint8Array(length);
    const end = offset + length;
    let position = offset;
    while (position < end) {
      const index = Math.floor(position / blockSize);
      const last = Math.floor((end - 1) / blockSize);
      const block = await this.block(index, last, position === offset);
      const piece = block.subarray(position - index * blockSize, end - index * blockSize);
      result.set(piece, position - offset);
      position += piece.byteLength;
    }
    return result;
  }

  private block(index: number, lastWanted: number, isFirst: boolean): Block {
    const kept = this.blocks.get(index);
    if (kept !== undefined) {
      this.keep(index, kept);
      return kept;
    }
    return this.fetchRun(index, lastWanted, isFirst);
  }

  // One fetch for block `first`, the wanted ones after it that miss too, and what lies ahead when
  // a read begins where the last fetch ended.
  private fetchRun(first: number, lastWanted: number, isFirst: boolean): Block {
    const { blockSize, size, blocksAtOnce, blocksAhead } = this.options;
    const straight = first === this.expectedNext;
    if (!straight) this.ahead = 0;
    else if (isFirst) this.ahead = Math.min(blocksAhead, Math.max(1, this.ahead * 2));
    const lastOfAll = Math.ceil(size / blockSize) - 1;
    const limit = Math.min(lastWanted + this.ahead, first + blocksAtOnce - 1, lastOfAll);
    let last = first;
    while (last < limit && !this.blocks.has(last + 1)) last += 1;
    this.expectedNext = last + 1;

    const offset = first * blockSize;
    const run = this.fetchRange(offset, Math.min((last + 1) * blockSize, size) - offset);
    const blockOf = (index: number): Block => {
      const start = (index - first) * blockSize;
      const block = run.then((bytes) => bytes.slice(start, start + blockSize));
      // A failed fetch is forgotten, so that the next read tries again.
      block.catch(() => this.forget(index, block));
      this.keep(index, block);
      return block;
    };
    const wanted = blockOf(first);
    for (let index = first + 1; index <= last; index += 1) void blockOf(index);
    return wanted;
  }

  private forget(index: number, block: Block): void {
    if (this.blocks.get(index) === block) this.blocks.delete(index);
  }

  private keep(index: number, block: Block): void {
    this.blocks.delete(index);
    this.blocks.set(index, block);
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= this.options.blocksKept) break;
      this.blocks.delete(oldest);
    }
  }
}
