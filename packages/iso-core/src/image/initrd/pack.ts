// Packs an archive so that the kernel can read it, the same bytes into the same bytes: one thread,
// no names, no times.
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw, crc32 } from 'node:zlib';
import type { Command, Runner } from '../../runtime/index.js';
import type { InitrdCompression } from './compression-magic.js';

export interface PackOptions {
  readonly compression: InitrdCompression;
  /** `best` for what is small, `fast` for a whole root. Default: `best`. */
  readonly effort?: Effort;
  /** Runs lz4, zstd or xz. */
  readonly run: Runner;
  /** A folder of ours alone: those tools work on files in it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

export type Effort = 'best' | 'fast';

/**
 * One member: `archive` packed, in pieces. Errors: those of `archive` and of the tool that packs
 * (`COMMAND_NOT_FOUND`, `COMMAND_FAILED`, `CANCELLED`).
 */
export async function* packMember(
  archive: AsyncIterable<Uint8Array>,
  options: PackOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { compression, effort = 'best' } = options;
  switch (compression) {
    case 'none':
      yield* archive;
      return;
    case 'gzip':
      yield* gzip(archive, effort);
      return;
    case 'lz4':
    case 'zstd':
    case 'xz':
      yield* packWithTool(archive, { ...options, compression, effort });
  }
}

const GZIP_LEVELS: Readonly<Record<Effort, number>> = { best: 9, fast: 6 };
const PIECE = 256 * 1024;

// The header is written here: zlib's own names the operating system that it was built for.
async function* gzip(
  archive: AsyncIterable<Uint8Array>,
  effort: Effort,
): AsyncGenerator<Uint8Array, void, undefined> {
  let crc = 0;
  let size = 0;
  async function* measured(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of archive) {
      crc = crc32(piece, crc);
      size += piece.byteLength;
      yield piece;
    }
  }
  yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, effort === 'best' ? 2 : 0, 3]);
  const deflater = createDeflateRaw({ level: GZIP_LEVELS[effort], chunkSize: PIECE });
  const packing = pipeline(measured, deflater, { end: true });
  packing.catch(() => undefined);
  try {
    for await (const piece of deflater as AsyncIterable<Buffer>) yield piece;
    await packing;
  } finally {
    deflater.destroy();
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield trailer;
}

type Tool = 'lz4' | 'zstd' | 'xz';

async function* packWithTool(
  archive: AsyncIterable<Uint8Array>,
  options: PackOptions & { readonly compression: Tool; readonly effort: Effort },
): AsyncGenerator<Uint8Array, void, undefined> {
  const unpacked = join(options.folder, 'archive');
  const packed = `${unpacked}.${options.compression}`;
  try {
    await pipeline(archive, createWriteStream(unpacked));
    const { signal } = options;
    await options.run(
      packCommand(options.compression, options.effort, unpacked, packed),
      signal === undefined ? {} : { signal },
    );
    yield* createReadStream(packed, { highWaterMark: PIECE }) as AsyncIterable<Buffer>;
  } finally {
    await rm(unpacked, { force: true });
    await rm(packed, { force: true });
  }
}

/** The command that packs the file `unpacked` into `packed`, which ends in the tool's own suffix. */
export function packCommand(
  compression: Tool,
  effort: Effort,
  unpacked: string,
  packed: string,
): Command {
  const best = effort === 'best';
  switch (compression) {
    case 'lz4':
      return {
        file: 'lz4',
        args: ['-q', '-f', '-l', best ? '-9' : '-6', unpacked, packed],
        env: { LZ4_CLEVEL: undefined, LZ4_NBWORKERS: undefined },
      };
    case 'zstd':
      return {
        file: 'zstd',
        args: ['-q', '-f', '--single-thread', best ? '-19' : '-9', unpacked, '-o', packed],
        env: { ZSTD_CLEVEL: undefined, ZSTD_NBTHREADS: undefined },
      };
    case 'xz':
      return {
        file: 'xz',
        args: ['-q', '-f', '-k', '-T1', '--check=crc32', xzFilter(best ? 9 : 6), unpacked],
        env: { XZ_OPT: undefined, XZ_DEFAULTS: undefined },
      };
  }
}

// The kernel allocates the whole dictionary while it unpacks.
function xzFilter(preset: number): string {
  return `--lzma2=preset=${preset},dict=1MiB`;
}
