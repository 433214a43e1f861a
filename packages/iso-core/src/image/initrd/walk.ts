// Goes through an initrd member by member, as the kernel's unpack_to_rootfs does: zero bytes
// between members, uncompressed archives where an offset is a multiple of four, and whatever
// compression the first two bytes say. Memory is bounded by one piece of one member.
import { isIsoError, IsoError } from '../../runtime/index.js';
import { readPieces, type ByteSource } from '../bytes/index.js';
import {
  compressionOf,
  isRead,
  type InitrdCompression,
  type UnreadCompression,
} from './compression-magic.js';
import { initrdCorrupt } from './corrupt.js';
import { CpioParser, CpioProblem, type CpioHandler } from './cpio-parser.js';
import { checkLimit, type InitrdLimits } from './limits.js';
import { unpackerOf } from './unpackers.js';

/** One archive of an initrd: where it lies, in bytes, without the padding around it. */
export interface InitrdMember {
  readonly index: number;
  readonly compression: InitrdCompression;
  readonly offset: number;
  readonly length: number;
  readonly unpackedBytes: number;
}

/** What is called while walking, each with the member that it happens in. */
export interface WalkHandler extends CpioHandler {
  member?(index: number, compression: InitrdCompression): void;
}

const PIECE = 256 * 1024;

/**
 * Walks `source`, calling `handler`, and yields after every piece, so that the caller may do what
 * has to be waited for. Returns the members.
 * Errors: `INITRD_CORRUPT`, `INITRD_COMPRESSION_UNSUPPORTED`, `INITRD_TOO_LARGE`.
 */
export async function* walkInitrd(
  source: ByteSource,
  handler: WalkHandler,
  limits: InitrdLimits,
): AsyncGenerator<void, InitrdMember[], undefined> {
  const walk = new Walk(source, handler, limits);
  for (let offset = 0; ;) {
    offset = await skipZeros(source, offset);
    if (offset === source.size) return walk.members;
    offset = yield* walk.member(offset);
  }
}

class Walk {
  readonly members: InitrdMember[] = [];
  private readonly parser: CpioParser;
  private unpacked = 0;
  private entries = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly handler: WalkHandler,
    private readonly limits: InitrdLimits,
  ) {
    this.parser = new CpioParser({
      entry: (header, name, linkTarget) => {
        checkLimit(source.name, 'entries', ++this.entries, limits.maxEntries);
        handler.entry(header, name, linkTarget);
      },
      data: (piece) => handler.data(piece),
      end: () => handler.end(),
      trailer: () => handler.trailer(),
    });
  }

  async *member(offset: number): AsyncGenerator<void, number, undefined> {
    const { source, members, limits } = this;
    const index = members.length;
    const compression = await this.detect(offset);
    checkLimit(source.name, 'members', index + 1, limits.maxMembers);
    this.handler.member?.(index, compression);
    const before = this.unpacked;
    const length =
      compression === 'none'
        ? yield* this.uncompressed(offset)
        : yield* this.compressed(offset, compression);
    members.push({ index, compression, offset, length, unpackedBytes: this.unpacked - before });
    return offset + length;
  }

  private async detect(offset: number): Promise<InitrdCompression> {
    const { source } = this;
    const magic = await source.read(offset, Math.min(2, source.size - offset));
    const compression = compressionOf(magic);
    if (compression === undefined) {
      const found = Buffer.from(magic).toString('hex');
      throw initrdCorrupt(source.name, offset, `expected an archive, found the bytes 0x${found}`);
    }
    if (!isRead(compression)) throw unsupported(source.name, offset, compression);
    const near = compression === 'none' || this.members.at(-1)?.compression === 'none';
    if (near && offset % 4 !== 0) {
      const problem = 'next to an uncompressed archive, and not at a multiple of four';
      throw initrdCorrupt(source.name, offset, `a ${compression} member ${problem}`);
    }
    return compression;
  }

  // One archive, up to its end mark and the zeros after it, or to what is no cpio any more.
  private async *uncompressed(offset: number): AsyncGenerator<void, number, undefined> {
    const { source, parser } = this;
    parser.beginArchive();
    for await (const piece of readPieces(source, offset, source.size - offset, PIECE)) {
      const taken = this.push(piece, () => offset + parser.position);
      yield;
      if (taken < piece.byteLength || parser.ended) break;
    }
    if (!parser.atRest) {
      throw initrdCorrupt(source.name, source.size, 'an uncompressed archive that is cut short');
    }
    this.unpacked += parser.end - parser.position;
    return parser.end;
  }

  private async *compressed(
    offset: number,
    compression: Exclude<InitrdCompression, 'none'>,
  ): AsyncGenerator<void, number, undefined> {
    const { source, parser } = this;
    const packed = { length: 0, mayEnd: () => parser.atRest };
    if (!this.continuesLz4(offset, compression)) parser.beginMember();
    try {
      for await (const piece of unpackerOf(compression)(source, offset, packed)) {
        const taken = this.push(piece, () => offset);
        if (taken < piece.byteLength) throw new Error('bytes after an archive that are none');
        yield;
      }
      if (!parser.atRest) throw new Error('an archive that is cut short inside its compression');
    } catch (cause) {
      if (isIsoError(cause) && cause.code !== 'COMPRESSED_DATA_DAMAGED') throw cause;
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw initrdCorrupt(source.name, offset, `${compression} member: ${problem}`, { cause });
    }
    return packed.length;
  }

  // Adjacent LZ4 streams are one to the kernel: offsets inside the archive go on counting.
  private continuesLz4(offset: number, compression: InitrdCompression): boolean {
    const last = this.members.at(-1);
    if (last?.compression !== 'lz4' || compression !== 'lz4') return false;
    return last.offset + last.length === offset;
  }

  private push(piece: Uint8Array, offset: () => number): number {
    try {
      const taken = this.parser.push(piece);
      this.unpacked += taken;
      checkLimit(this.source.name, 'unpacked bytes', this.unpacked, this.limits.maxUnpackedBytes);
      return taken;
    } catch (error) {
      if (!(error instanceof CpioProblem)) throw error;
      throw initrdCorrupt(this.source.name, offset(), error.problem, { cause: error });
    }
  }
}

async function skipZeros(source: ByteSource, offset: number): Promise<number> {
  let position = offset;
  for await (const piece of readPieces(source, offset, source.size - offset, PIECE)) {
    const end = piece.findIndex((byte) => byte !== 0);
    if (end !== -1) return position + end;
    position += piece.byteLength;
  }
  return position;
}

function unsupported(name: string, offset: number, compression: UnreadCompression): IsoError {
  return new IsoError(
    'INITRD_COMPRESSION_UNSUPPORTED',
    `${name}: an initrd member in ${compression} (at offset ${offset}); expected gzip, lz4, zstd, xz or none`,
    {
      hint: 'Repack the initrd with one of those, or choose a base ISO of minikube’s own.',
      details: { name, offset, compression },
    },
  );
}
