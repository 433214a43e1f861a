// One reader per compression. For zstd and xz the member's end is found first, by its framing, so
// that what unpacks it is given exactly the member and no byte more.
import { readPieces, type ByteSource } from '../bytes/index.js';
import { decompressStream } from '../compression/index.js';
import type { InitrdCompression } from './compression-magic.js';
import { unpackGzip } from './gzip.js';
import { unpackLz4 } from './lz4.js';
import type { Unpack } from './unpack.js';
import { xzStreamSize } from './xz-stream.js';
import { zstdFrameSize } from './zstd-frame.js';

const unpackers: Readonly<Record<Exclude<InitrdCompression, 'none'>, Unpack>> = {
  gzip: unpackGzip,
  lz4: unpackLz4,
  zstd: framed('zstd', zstdFrameSize),
  xz: framed('xz', xzStreamSize),
};

/** The reader of one member of that compression. */
export function unpackerOf(compression: Exclude<InitrdCompression, 'none'>): Unpack {
  return unpackers[compression];
}

function framed(
  compression: 'zstd' | 'xz',
  sizeOf: (source: ByteSource, offset: number) => Promise<number>,
): Unpack {
  return async function* (source, offset, packed) {
    packed.length = await sizeOf(source, offset);
    const member = readPieces(source, offset, packed.length);
    // The walk over all members bounds what comes out.
    yield* decompressStream(member, { name: source.name, limit: Infinity, compression });
  };
}
